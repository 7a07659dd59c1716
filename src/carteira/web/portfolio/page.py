"""What the portfolio page shows, from the published tables of one run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carteira.differentiate import listing, portfolio
from carteira.differentiate.clean_portfolio import Disorder, disorder
from carteira.differentiate.portfolio import CategorySummary, WhaleCurve
from carteira.differentiate.quadrants import Quadrant, quadrants
from carteira.differentiate.scope import Scope
from carteira.differentiate.waterfall import profit_waterfall
from carteira.web import formats
from carteira.web.categories import CATEGORIES
from carteira.web.charts.chart import Chart
from carteira.web.customers.headline import period_words
from carteira.web.customers.waterfall import profit_chart
from carteira.web.portfolio import charts, sentences
from carteira.web.portfolio.kept import KeptCustomers, kept_customers
from carteira.web.portfolio.matrix import MatrixRow, matrix_rows
from carteira.web.portfolio.scope import customers_url, scope_of
from carteira.web.tables import Table


@dataclass(frozen=True)
class Tile:
    """A figure with what it is compared with. `tone`: "gain", "loss" or nothing."""

    label: str
    value: str
    comparison: str = ""
    tone: str = ""
    note: str = ""


@dataclass(frozen=True)
class CategoryRow:
    """A category's row in the table: `cells` are (label, figure, share of all)."""

    code: str
    meaning: str | Promise
    url: str
    cells: Sequence[tuple[str, str, float | None]]


@dataclass(frozen=True)
class Page:
    """All of the page, in words and figures."""

    headline: str
    comparison: str
    caution: str
    tiles: Sequence[Tile]
    whale: Chart
    beyond_words: str
    beyond_url: str
    categories: Chart
    category_rows: Sequence[CategoryRow]
    matrix: Sequence[MatrixRow]
    concentration_title: str
    concentration: Table
    waterfall: Chart
    kept: KeptCustomers | None
    movement: Chart


def portfolio_page(tables: Any, query: QueryDict) -> Page | None:
    """The page for the part of the company that `query` names; None where nobody there brought or cost anything."""
    scope = scope_of(query)
    whale = portfolio.whale_curve(tables, scope)
    if not whale.customers:
        return None
    run = tables.run
    currency = run.currency
    sums = profit_sums(tables, scope)
    summaries = portfolio.categories_summary(tables, scope)
    changes = quadrants(tables, scope) if run.window != "all" else ()
    title, concentrated = charts.concentration_table(
        portfolio.concentration(tables, "revenue", scope), portfolio.concentration(tables, "profit", scope)
    )
    return Page(
        headline=sentences.headline(whale, currency, period_words(run)),
        comparison=sentences.comparison(changes, currency) if changes else "",
        caution=sentences.caution(whale, sums["unknown_cost_revenue"] / sums["revenue"] if sums["revenue"] else 0.0),
        tiles=tiles(summaries, changes, disorder(tables, scope), currency),
        whale=charts.whale_chart(whale, currency, query),
        beyond_words=beyond_words(whale),
        beyond_url=customers_url(query, flags=("loss",), sort="profit", descending=False),
        categories=charts.categories_chart(summaries, query),
        category_rows=[category_row(row, query, currency) for row in summaries],
        matrix=matrix_rows(portfolio.value_matrix(tables, scope), currency, query),
        concentration_title=title,
        concentration=concentrated,
        waterfall=profit_chart(sums, run, step_urls(sums, query)),
        kept=kept_customers(tables, scope),
        movement=charts.movement_chart(portfolio.movement(tables, scope), query),
    )


def profit_sums(tables: Any, scope: Scope) -> dict[str, int]:
    """The steps of the waterfall over everybody in the scope, and the revenue whose product cost nobody knows."""
    where, parameters = scope.where()
    unknown = tables.query(f"SELECT SUM(unknown_cost_revenue) AS revenue FROM customer_card WHERE {where}", parameters)
    steps = dict(profit_waterfall(tables, "company", scope)[0].steps)
    return steps | {"unknown_cost_revenue": int(unknown["revenue"][0].as_py() or 0)}


def step_urls(sums: Mapping[str, int], query: QueryDict) -> dict[str, str]:
    """Where each step of the waterfall leads: the customers behind it, the largest amount first."""
    return {name: customers_url(query, sort=name) for name in sums if name in listing.SORTS}


def tiles(
    summaries: Sequence[CategorySummary], changes: Sequence[Quadrant], disordered: Disorder, currency: str
) -> list[Tile]:
    """Revenue, profit, lifetime value and what is overdue."""
    locale = formats.active_locale()
    late = ngettext("from %(customers)s customer", "from %(customers)s customers", disordered.delinquent)
    return [
        compared(
            _("Revenue"), sum(row.revenue for row in summaries), [row.revenue_change for row in changes], currency
        ),
        compared(_("Profit"), sum(row.profit for row in summaries), [row.profit_change for row in changes], currency),
        Tile(
            _("Lifetime value"),
            formats.money_short(sum(row.lifetime_value for row in summaries), currency, locale),
            note=_("%(value)s could still be won")
            % {"value": formats.money_short(sum(row.unrealised_value for row in summaries), currency, locale)},
        ),
        Tile(
            _("Overdue"),
            formats.money_short(disordered.overdue, currency, locale),
            note=late % {"customers": formats.number(disordered.delinquent, locale)} if disordered.delinquent else "",
        ),
    ]


def compared(label: str, value: int, changes: Sequence[int], currency: str) -> Tile:
    """A sum beside its change against the period before."""
    locale = formats.active_locale()
    written = formats.money_short(value, currency, locale)
    if not changes:
        return Tile(label, written)
    change = sum(changes)
    more = _("%(amount)s more than before") if change >= 0 else _("%(amount)s less than before")
    words = more % {"amount": formats.money_short(abs(change), currency, locale)}
    return Tile(label, written, words, "gain" if change >= 0 else "loss")


def beyond_words(whale: WhaleCurve) -> str:
    """The link to those who lose money; empty where nobody does."""
    if not whale.beyond:
        return ""
    words = ngettext(
        "See the %(customers)s customer beyond the peak",
        "See the %(customers)s customers beyond the peak",
        whale.beyond,
    )
    return words % {"customers": formats.number(whale.beyond, formats.active_locale())}


def category_row(row: CategorySummary, query: QueryDict, currency: str) -> CategoryRow:
    """A category with its figures, leading to its customers."""
    locale = formats.active_locale()
    cells = [
        (_("Customers"), formats.number(row.customers, locale), row.customer_share),
        (_("Revenue"), formats.money_short(row.revenue, currency, locale), row.revenue_share),
        (_("Profit"), formats.money_short(row.profit, currency, locale), row.profit_share),
        (_("Lifetime value"), formats.money_short(row.lifetime_value, currency, locale), row.lifetime_value_share),
    ]
    return CategoryRow(
        row.category, CATEGORIES[row.category].meaning, customers_url(query, category=row.category), cells
    )
