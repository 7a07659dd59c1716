"""What the plan page shows: its sentence, the scarce resources with their prices, the actions and the customers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carteira.customize.options import Options, ResourceTerms
from carteira.customize.plan_page import PAGE_ROWS, Part, branches, plan_rows, plan_sums
from carteira.web import formats
from carteira.web.navigation import customer_url
from carteira.web.plan.words import Names, amount_words, displaced, price_words, why

if TYPE_CHECKING:
    from carteira.customize.models import PlanChange

MOST_POOLS = 12
"""Pools of a resource that stand one by one; of more, those with the highest prices."""


@dataclass(frozen=True)
class Meter:
    """How far a resource is used, and what more of it would bring."""

    name: str
    used: str
    of: str
    percent: int
    price: str
    scarce: bool


@dataclass(frozen=True)
class ActionRow:
    """An action of the plan: how many customers get it and what it is expected to bring."""

    code: str
    name: str
    customers: int
    value: int
    low: int | None
    high: int | None
    evidence: str
    url: str


@dataclass(frozen=True)
class DecisionRow:
    """A customer of the plan, in words. `change`: what somebody decided otherwise."""

    customer_id: int
    name: str
    url: str
    category: str
    city: str
    action: str
    value: int
    low: int
    high: int
    why: str
    displaced: str
    planned: bool
    change: "PlanChange | None"
    changed_to: str


@dataclass(frozen=True)
class PlanPage:
    """All of the page."""

    headline: str
    certificate: str
    meters: Sequence[Meter]
    actions: Sequence[ActionRow]
    customers: int
    rows: Sequence[DecisionRow]
    branches: Sequence[str]
    part: Part


def plan_page(tables: Any, options: Options, part: Part, number: int, changes: "Mapping[int, PlanChange]") -> PlanPage:
    """The `number`th page of this part of the plan."""
    currency, names = tables.run.currency, Names.of(options)
    sums = plan_sums(tables, Part(branch=part.branch, owner=part.owner, left_out=part.left_out))
    mine = [row for row in sums if part.action in ("", row["action"])]
    found = plan_rows(tables, part, (number - 1) * PAGE_ROWS)
    return PlanPage(
        headline=headline(sums, currency, left_out=part.left_out),
        certificate=certificate(tables, currency),
        meters=meters(options, part.branch, currency),
        actions=action_rows(tables, sums, names, part),
        customers=sum(row["customers"] for row in mine),
        rows=[decision_row(row, names, currency, changes.get(row["customer_id"])) for row in found],
        branches=branches(tables),
        part=part,
    )


def headline(sums: Sequence[Mapping[str, Any]], currency: str, *, left_out: bool) -> str:
    """How many get something, and what that is expected to bring."""
    locale = formats.active_locale()
    count = sum(row["customers"] for row in sums)
    words = {
        "customers": formats.number(count, locale),
        "value": formats.money_short(sum(row["value"] for row in sums), currency, locale),
    }
    if not count:
        return _("This week nobody gets anything.")
    if left_out:
        return (
            ngettext(
                "%(customers)s customer would bring %(value)s with means that are used up.",
                "%(customers)s customers would bring %(value)s with means that are used up.",
                count,
            )
            % words
        )
    return (
        ngettext(
            "This week %(customers)s customer gets something of its own, worth %(value)s.",
            "This week %(customers)s customers get something of their own, worth %(value)s.",
            count,
        )
        % words
    )


def certificate(tables: Any, currency: str) -> str:
    """How much better any other plan could be; "" for who does not see the whole plan."""
    if "plan_terms" not in tables.names:
        return ""
    found = tables.rows_once("SELECT objective, bound FROM plan_terms")
    if not found or not found[0]["bound"]:
        return ""
    more = found[0]["bound"] - found[0]["objective"]
    return _("No other plan within these means can bring more than %(more)s more.") % {
        "more": formats.money_short(round(max(more, 0.0)), currency, formats.active_locale())
    }


def meters(options: Options, branch: str, currency: str) -> list[Meter]:
    """The resources, the dearest first; with a branch, its own pools and those of the company."""
    found = [
        (price, meter(resource, place, currency))
        for resource in options.resources
        for place, price in enumerate(resource.prices)
        if not branch or resource.pools[place] in ("", branch) or len(resource.pools) == 1
    ]
    return [meter for _price, meter in sorted(found, key=lambda pair: -pair[0])][:MOST_POOLS]


def meter(resource: ResourceTerms, place: int, currency: str) -> Meter:
    capacity, used, price = resource.capacity[place], resource.used[place], resource.prices[place]
    pool = resource.pools[place] or _("no branch or team")
    return Meter(
        name=f"{resource.name} · {pool}" if len(resource.pools) > 1 else resource.name,
        used=amount_words(used, resource, currency),
        of=amount_words(capacity, resource, currency) if capacity is not None else _("no limit"),
        percent=round(100 * used / capacity) if capacity else 0,
        price=price_words(price, resource, currency),
        scarce=price > 0,
    )


def action_rows(tables: Any, sums: Sequence[Mapping[str, Any]], names: Names, part: Part) -> list[ActionRow]:
    """Each action with its interval and evidence where the person sees the whole plan."""
    whole = "plan_actions" in tables.names and not (part.branch or part.owner or part.left_out)
    promised = {row["action"]: row for row in tables.rows_once("SELECT * FROM plan_actions")} if whole else {}
    return [
        ActionRow(
            code=row["action"],
            name=names.actions.get(row["action"], row["action"]),
            customers=row["customers"],
            value=row["value"],
            low=promised.get(row["action"], {}).get("value_low"),
            high=promised.get(row["action"], {}).get("value_high"),
            evidence=evidence(promised[row["action"]]) if row["action"] in promised else "",
            url=f"?action={row['action']}#customers",
        )
        for row in sums
    ]


def evidence(action: Mapping[str, Any]) -> str:
    """What the effect was learned from."""
    if not action["held_out"]:
        return _("expected, not measured yet")
    return _("measured: %(treated)s treated, %(held_out)s held out") % {
        "treated": formats.number(action["treated"], formats.active_locale()),
        "held_out": formats.number(action["held_out"], formats.active_locale()),
    }


def decision_row(row: Mapping[str, Any], names: Names, currency: str, change: "PlanChange | None") -> DecisionRow:
    """A row of `plan_list` in words."""
    left_out = row["action"] is None
    return DecisionRow(
        customer_id=row["customer_id"],
        name=row["name"] or str(row["customer_id"]),
        url=customer_url(row["customer_id"]),
        category=row["category"],
        city=row["city"] or "",
        action=names.actions.get(row["wished" if left_out else "action"], ""),
        value=row["wished_value"] if left_out else row["value"],
        low=row["value_low"],
        high=row["value_high"],
        why=why(row, names, currency),
        displaced="" if left_out else displaced(row, names, currency),
        planned=not left_out,
        change=change,
        changed_to=names.actions.get(change.action, _("Nothing")) if change else "",
    )
