"""What the clean portfolio shows: who is not in order, why, and where growth loses money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carteira.customize.remedy_page import NO_WAYS, WaySums, together
from carteira.differentiate import clean_portfolio
from carteira.differentiate.clean_portfolio import CustomerInDisorder, Disorder
from carteira.differentiate.declared.queries import live_reasons
from carteira.differentiate.quadrants import Quadrant, quadrant_points, quadrants
from carteira.web import formats
from carteira.web.charts.chart import Chart
from carteira.web.customers.headline import period_words
from carteira.web.customers.selection import FLAG_LABELS
from carteira.web.customers.strategic import chip_of
from carteira.web.customers.words import cause_name
from carteira.web.navigation import customer_url
from carteira.web.portfolio.charts import quadrants_chart
from carteira.web.portfolio.page import Tile
from carteira.web.portfolio.remedies import (
    RemedyPart,
    asked_of_each,
    brought_back,
    remedy_conditions,
    remedy_part,
    ways_by_owner,
)
from carteira.web.portfolio.remedy_words import Asked
from carteira.web.portfolio.scope import customers_url, scope_of
from carteira.web.tables import Cell, Column, Table

if TYPE_CHECKING:
    from carteira.differentiate.models import StrategicReason

PAGE_ROWS = 50
MOST_OWNERS = 50
TONES = {"revenue_up_profit_up": "gain", "revenue_up_profit_down": "loss"}


@dataclass(frozen=True)
class QuadrantLink:
    """A quadrant in words, with its count, leading to its customers."""

    label: str
    customers: int
    url: str
    tone: str


@dataclass(frozen=True)
class CustomerRow:
    """A customer who is not in order: the cause in words, why it is kept beyond money if it is, and what brings it in
    order."""

    customer: CustomerInDisorder
    url: str
    cause: str
    kept: str
    way: Sequence[Asked] = ()

    @property
    def gain(self) -> int:
        return sum(step.gain for step in self.way)


@dataclass(frozen=True)
class CleanPage:
    """All of the page. `customers` counts everybody not in order; `rows` is one page of the `listed` ones."""

    headline: str
    tiles: Sequence[Tile]
    causes: Table
    owners: Table | None
    customers: int
    remedies: RemedyPart | None
    listed: int
    rows: Sequence[CustomerRow]
    quadrants: Chart | None
    quadrant_links: Sequence[QuadrantLink]


def clean_page(tables: Any, query: QueryDict, number: int) -> CleanPage:
    """The page for the part of the company that `query` names, with the `number`th page of its customers."""
    scope = scope_of(query)
    run = tables.run
    total = clean_portfolio.disorder(tables, scope)
    narrowed = remedy_conditions(tables, query)
    found = clean_portfolio.not_in_order(tables, scope, PAGE_ROWS, (number - 1) * PAGE_ROWS, narrowed)
    asked = asked_of_each(tables, [customer.customer_id for customer in found])
    ways = ways_by_owner(tables, scope)
    changes = quadrants(tables, scope) if run.window != "all" else ()
    kept = live_reasons(customer.customer_id for customer in found)
    compared = any(row.customers for row in changes)
    return CleanPage(
        headline=headline(total, run.currency, period_words(run)),
        tiles=tiles(total, run.currency),
        causes=causes(clean_portfolio.disorder_by(tables, "loss_cause", scope), query),
        owners=owners(clean_portfolio.disorder_by(tables, "owner", scope), ways, query),
        customers=total.customers,
        remedies=remedy_part(tables, query, together(ways.values())),
        listed=clean_portfolio.disorder(tables, scope, narrowed).customers if narrowed else total.customers,
        rows=[
            customer_row(customer, kept.get(customer.customer_id, ()), asked.get(customer.customer_id, ()))
            for customer in found
        ],
        quadrants=quadrants_chart(changes, quadrant_points(tables, scope), run.currency) if compared else None,
        quadrant_links=[quadrant_link(row, query) for row in changes],
    )


def headline(total: Disorder, currency: str, period: str) -> str:
    """How many are not in order and what that costs."""
    locale = formats.active_locale()
    if not total.customers:
        return _("Every customer is in order.")
    lost = ngettext(
        "%(customers)s customer is below zero or pays late and lost %(losses)s %(period)s.",
        "%(customers)s customers are below zero or pay late and lost %(losses)s %(period)s.",
        total.customers,
    )
    return lost % {
        "customers": formats.number(total.customers, locale),
        "losses": formats.money_short(total.losses, currency, locale),
        "period": period,
    }


def tiles(total: Disorder, currency: str) -> list[Tile]:
    """What is lost, what is overdue, what late payment costs, and who can be put in order."""
    locale = formats.active_locale()
    late = ngettext("from %(customers)s customer", "from %(customers)s customers", total.delinquent)
    repairable = ngettext("%(customers)s can be put in order", "%(customers)s can be put in order", total.repairable)
    written = {"customers": formats.number(total.delinquent, locale)}
    return [
        Tile(
            _("Below zero"),
            formats.number(total.below_zero, locale),
            note=repairable % {"customers": formats.number(total.repairable, locale)},
        ),
        Tile(_("Overdue"), formats.money_short(total.overdue, currency, locale), note=late % written),
        Tile(_("Longest delay"), formats.duration(total.days_late, locale)),
        Tile(
            _("Cost of late payment"),
            formats.money_short(total.financing, currency, locale),
            note=_("and %(amount)s of bad debt") % {"amount": formats.money_short(total.bad_debt, currency, locale)},
        ),
    ]


def causes(groups: Sequence[Disorder], query: QueryDict) -> Table:
    """What costs the profit, the dearest cause first, each leading to its customers."""
    rows = [
        (
            Cell(
                cause_name(row.group).capitalize(),
                customers_url(query, cause=row.group, sort="profit", descending=False),
            )
            if row.group
            else _("No single cause"),
            row.customers,
            -row.losses,
            row.overdue,
        )
        for row in groups
    ]
    return Table(_("What costs the profit"), columns(_("Cause")), rows)


def owners(groups: Sequence[Disorder], ways: Mapping[str | None, WaySums], query: QueryDict) -> Table | None:
    """The owners with the largest losses, and what remedies bring back; None where nobody owns a customer."""
    if not any(row.group for row in groups):
        return None
    rows = [
        (
            Cell(row.group, owner_url(query, row.group)) if row.group else _("Nobody"),
            row.customers,
            -row.losses,
            brought_back(ways.get(row.group, NO_WAYS)) if ways else row.overdue,
        )
        for row in groups[:MOST_OWNERS]
    ]
    *usual, overdue = columns(_("Owner"))
    return Table(_("Who answers for it"), [*usual, Column(_("Brought back"), "money") if ways else overdue], rows)


def owner_url(query: QueryDict, owner: str) -> str:
    """This page for the customers of one owner."""
    others = query.copy()
    others.pop("page", None)
    others["owner"] = owner
    return f"?{others.urlencode()}#customers"


def columns(first: str) -> list[Column]:
    return [
        Column(first),
        Column(_("Customers"), "number"),
        Column(_("Lost"), "money"),
        Column(_("Overdue"), "money"),
    ]


def customer_row(
    customer: CustomerInDisorder, reasons: Sequence["StrategicReason"], way: Sequence[Asked]
) -> CustomerRow:
    cause = cause_name(customer.loss_cause) if customer.loss_cause else ""
    return CustomerRow(customer, customer_url(customer.customer_id), cause, chip_of(reasons), way)


def quadrant_link(row: Quadrant, query: QueryDict) -> QuadrantLink:
    url = customers_url(query, flags=(row.quadrant,), sort="profit", descending=False)
    return QuadrantLink(str(FLAG_LABELS[row.quadrant]), row.customers, url, TONES.get(row.quadrant, ""))
