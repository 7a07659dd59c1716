"""The book's settings in the reader's language: what each is called, what it means, and what it may be."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carteira.book.settings import SHARE, YEARLY

LABELS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "currency": (_("Currency"), _("The book's one currency.")),
    "time_zone": (_("Time zone"), _("Where the book's days begin and end.")),
    "country": (_("Country"), _("The country of phones, tax ids and addresses that name none.")),
    "discount_rate": (
        _("Discount rate"),
        _("The yearly rate at which future margin is discounted; 0.12 is 12 %."),
    ),
    "horizon_years": (_("Horizon"), _("How many years ahead lifetime value looks.")),
    "assumed_margin": (
        _("Assumed margin"),
        _("The share of revenue taken as margin where no cost is known; empty for none."),
    ),
    "financing_rate": (_("Financing rate"), _("The yearly cost of money tied up in overdue invoices.")),
    "bad_debt_ageing": (
        _("Bad debt"),
        _("The share of an unpaid invoice that counts as lost beyond so many days overdue."),
    ),
    "below_zero_threshold": (
        _("Below zero"),
        _("The actual value under which a customer counts as below zero."),
    ),
    "most_valuable_share": (
        _("Most valuable"),
        _("The share of all positive actual value that the most valuable customers hold."),
    ),
    "most_growable_share": (_("Most growable"), _("The share of the other customers that count as most growable.")),
    "attainable": (
        _("What can be attained"),
        _("The share that each way to more value can gain, after what getting there costs and loses."),
    ),
    "remedies": (
        _("What remedies save and lose"),
        _("Where it is other than usual: what each remedy of customers below zero saves, and the purchases it loses."),
    ),
    "former_after_days": (
        _("Former customers"),
        _("Days without a purchase after which a customer is a former one."),
    ),
    "needs_question": (_("Question for the need"), _("The question whose answer says what a customer needs most.")),
    "need_treatments": (_("Treatments by need"), _("What to do differently for customers with each need.")),
    "need_relationships": (
        _("Relationship by need"),
        _("How customers with each need choose to buy; relational where none is named."),
    ),
    "relationship_question": (
        _("Question for the relationship"),
        _("The question in which a seller says how a company chooses to buy."),
    ),
    "least_margin": (
        _("Least margin"),
        _("The share of revenue that a price must leave after product cost and cost to serve."),
    ),
    "discount_authority": (
        _("Discount authority"),
        _("The share of the list price that each role may grant as a discount."),
    ),
    "plan_days": (_("Days of the product plan"), _("How many days ahead the chances of the next purchases look.")),
    "rfmt_weights": (_("RFMT weights"), _("How much each part counts in the RFMT score.")),
    "rfmt_t": (_("RFMT: what T is"), _("Points by type of purchase, or the time between purchases.")),
    "rfmt_points": (_("RFMT points"), _("Points per product category or channel, where T is points by type.")),
    "rfmt_treatments": (_("RFMT treatments"), _("What to do with customers of each range of scores.")),
}

ALLOWED: Mapping[str, str | Promise] = {
    "three letters": _("three letters"),
    "two letters": _("two letters"),
    "a name of the IANA data base": _("a name such as America/Sao_Paulo"),
    SHARE: _("a number from 0 to 1"),
    YEARLY: _("a number from 0 to below 10"),
    "a number above 0, below 1000": _("a number above 0, below 1000"),
    f"{SHARE}, or null": _("a number from 0 to 1, or empty"),
    "JSON: an assumption and its low, likely and high value, or a limit and its value, for each": _(
        "JSON: an assumption and its low, likely and high value, or a limit and its value, for each"
    ),
    "JSON: days and a share from 0 to 1 for each": _("JSON: days and a share from 0 to 1 for each"),
    "an amount in major units": _("an amount in the book's currency"),
    "1 to 39999": _("a whole number from 1 to 39999"),
    "JSON: recency, frequency, monetary, t and a number from 0 to below 10 for each; not all 0": _(
        "JSON: recency, frequency, monetary, t and a number from 0 to below 10 for each; not all 0"
    ),
    "type, interpurchase": _("type or interpurchase"),
    "JSON: a product category, or channel:name, and a number for each": _(
        "JSON: a product category, or channel:name, and a number for each"
    ),
    "JSON: discounts, visits, activities, late_payment, peers, wallet, winning and a share from 0 to 1 for each": _(
        "JSON: discounts, visits, activities, late_payment, peers, wallet, winning and a share from 0 to 1 for each"
    ),
    "a text": _("a text"),
    "JSON: a need and a text for each": _("JSON: a need and a text for each"),
    "JSON: a need and transactional, solutions, relational or collaborative for each": _(
        "JSON: a need and transactional, solutions, relational or collaborative for each"
    ),
    "JSON: a range of scores and a text for each": _("JSON: a range of scores such as 80-100, and a text for each"),
}
"""By what the settings themselves say in English."""
