"""What the pages call the things that the tables name by a code."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

Texts = Mapping[str, str | Promise]

STATUSES: Texts = {
    "customer": gettext_lazy("Customer"),
    "former": gettext_lazy("Former customer"),
    "prospect": gettext_lazy("Prospect"),
}
KINDS: Texts = {"person": gettext_lazy("Person"), "company": gettext_lazy("Company")}

FIELDS: Texts = {
    "tax_id": gettext_lazy("Tax id"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Telephone"),
    "birth_date": gettext_lazy("Born on"),
    "street": gettext_lazy("Address"),
    "city": gettext_lazy("City"),
    "state": gettext_lazy("State"),
    "postal_code": gettext_lazy("Postal code"),
    "country": gettext_lazy("Country"),
    "language": gettext_lazy("Language"),
    "owner": gettext_lazy("Owner"),
    "team": gettext_lazy("Team"),
    "branch": gettext_lazy("Branch"),
    "credit_limit": gettext_lazy("Credit limit"),
    "created_on": gettext_lazy("On file since"),
}
"""The fields of the golden record that its panel shows, in its order."""

LINKED_BY: Texts = {
    "only_record": gettext_lazy("the only record"),
    "identical": gettext_lazy("identical to another record"),
    "tax_id": gettext_lazy("same tax id"),
    "email": gettext_lazy("same e-mail"),
    "phone": gettext_lazy("same telephone"),
    "similar": gettext_lazy("similar name and address"),
}

CAUSES: Mapping[str, Any] = {
    "returns": gettext_lazy("returns"),
    "discounts": gettext_lazy("discounts"),
    "below_cost": gettext_lazy("sales below cost"),
    "visits": ngettext_lazy("%(count)s visit", "%(count)s visits", "count"),
    "calls": ngettext_lazy("%(count)s call", "%(count)s calls", "count"),
    "messages": ngettext_lazy("%(count)s message", "%(count)s messages", "count"),
    "cases": ngettext_lazy("%(count)s complaint", "%(count)s complaints", "count"),
    "delivery": gettext_lazy("deliveries"),
    "small_orders": gettext_lazy("many small orders"),
    "treatments": gettext_lazy("campaigns"),
    "activities": gettext_lazy("other services"),
    "financing": gettext_lazy("late payments"),
    "bad_debt": gettext_lazy("unpaid invoices"),
    "low_margin": gettext_lazy("prices that leave too little margin"),
}
"""What costs a customer its profit, by `loss_cause`."""

COUNTS = {"visits": "visit_count", "calls": "call_count", "messages": "message_count", "cases": "case_count"}

PERIODS: Texts = {
    "12m": pgettext_lazy("when", "in the last 12 months"),
    "year": pgettext_lazy("when", "in this calendar year"),
    "all": pgettext_lazy("when", "since the start"),
}

TREATMENTS: Texts = {
    "recognise_and_keep": gettext_lazy(
        "Recognise and keep: a person or channel of its own, and service that improves."
    ),
    "develop": gettext_lazy("Develop: offers and incentives that win more of what it buys."),
    "serve_efficiently": gettext_lazy("Serve well through channels that cost little."),
    "repair": gettext_lazy("Put in order: change what makes it lose money; new terms need a manager."),
    "stop_spending": gettext_lazy("Stop spending on it, and serve it only where that pays."),
}
"""The default treatment of each category."""

WAYS: Texts = {
    "discounts": gettext_lazy("Fewer discounts"),
    "visits": gettext_lazy("Cheaper channels instead of visits"),
    "activities": gettext_lazy("Deliveries and services that are paid for"),
    "late_payment": gettext_lazy("Payment in time"),
    "peers": gettext_lazy("Closer to the best of similar customers"),
    "wallet": gettext_lazy("A larger part of what it buys"),
    "winning": gettext_lazy("A first order"),
}
"""How a customer could be worth more."""
NEEDS: Texts = {
    "price": gettext_lazy("The lowest price"),
    "convenience": gettext_lazy("Convenience"),
    "advice": gettext_lazy("Advice"),
    "reliability": gettext_lazy("Reliable supply"),
    "partnership": gettext_lazy("Partnership"),
}
"""What the usual needs are called; a company's own are called as it answered."""
RELATIONSHIPS: Texts = {
    "transactional": gettext_lazy("Transactional"),
    "solutions": gettext_lazy("Solutions"),
    "relational": gettext_lazy("Relational"),
    "collaborative": gettext_lazy("Collaborative"),
}
RELATIONSHIP_MEANINGS: Texts = {
    "transactional": gettext_lazy("Buys by price and asks for little else."),
    "solutions": gettext_lazy("Wants one package that solves its problem."),
    "relational": gettext_lazy("Looks for continuity and somebody to trust."),
    "collaborative": gettext_lazy("Plans and grows together with us."),
}
BASES: Texts = {"declared": gettext_lazy("as it said"), "inferred": gettext_lazy("as its purchases suggest")}
EFFORTS: Texts = {"low": gettext_lazy("Low"), "medium": gettext_lazy("Medium"), "high": gettext_lazy("High")}
MISMATCHES: Texts = {
    "oversold": gettext_lazy("More selling than it asks for"),
    "undersold": gettext_lazy("Less selling than it asks for"),
}

STORY_GROUPS: Texts = {
    "orders": gettext_lazy("Orders"),
    "contacts": gettext_lazy("Contacts"),
    "service": gettext_lazy("Service"),
    "money": gettext_lazy("Money and costs"),
}


def cause_words(card: Mapping[str, Any]) -> str:
    """The cause of the card's loss, with how many of it: "14 visits"; "" where there is none."""
    cause = card["loss_cause"]
    if not cause:
        return ""
    return str(CAUSES[cause] % {"count": card[COUNTS[cause]] or 0} if cause in COUNTS else CAUSES[cause])


def cause_name(cause: str) -> str:
    """The cause in general, without a count."""
    names: Texts = {"visits": _("visits"), "calls": _("calls"), "messages": _("messages"), "cases": _("complaints")}
    return str(names.get(cause) or CAUSES[cause])


def alive_words(probability: float) -> str:
    """The probability of buying again, in words."""
    steps = (
        (0.9, _("Almost certainly still buys from you")),
        (0.7, _("Probably still buys from you")),
        (0.4, _("May be slipping away")),
        (0.1, _("Has probably stopped buying")),
    )
    return next((words for least, words in steps if probability >= least), _("Has almost certainly stopped buying"))
