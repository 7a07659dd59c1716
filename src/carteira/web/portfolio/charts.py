"""The charts of the portfolio, each with its answer as title and its figures as a table."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carteira.differentiate.portfolio import CategorySummary, Concentration, Movement, WhaleCurve
from carteira.differentiate.quadrants import Quadrant, QuadrantPoint
from carteira.web import formats
from carteira.web.categories import CATEGORIES
from carteira.web.charts.category_bars import category_bars
from carteira.web.charts.chart import Chart
from carteira.web.charts.movement import movement
from carteira.web.charts.quadrant_scatter import Change, quadrant_scatter
from carteira.web.charts.whale_curve import whale_curve
from carteira.web.customers.selection import FLAG_LABELS
from carteira.web.navigation import customer_url
from carteira.web.tables import Cell, Column, Table


def whale_chart(whale: WhaleCurve, currency: str) -> Chart:
    """Cumulative profit: how much of it the first customers bring, and how much the last give back."""
    locale = formats.active_locale()
    words = {
        "customers": formats.percent(whale.peak_customer_share, locale),
        "profit": formats.percent(whale.peak_share, locale),
        "loss": formats.money_short(whale.destroyed, currency, locale),
        "peak": formats.money_short(whale.peak, currency, locale),
        "end": formats.money_short(whale.end, currency, locale),
    }
    if not whale.beyond:
        title = _("No customer takes profit away")
    elif whale.peak_share is None:
        title = _("The customers at the end lose all that the others bring")
    else:
        title = _("%(customers)s of customers bring %(profit)s of the profit") % words
    summary = _("Cumulative profit rises to %(peak)s and ends at %(end)s; the customers beyond the peak lose %(loss)s.")
    table = Table(
        _("Cumulative profit, the most profitable customers first"),
        [Column(_("Customers"), "number"), Column(_("Profit so far"), "money")],
        list(zip(whale.places, whale.profits, strict=True)),
    )
    points = list(zip(whale.places, whale.profits, strict=True))
    return Chart(whale_curve(points, currency), title, summary % words, table)


def categories_chart(summaries: Sequence[CategorySummary]) -> Chart:
    """The shares of the four categories in customers, revenue, profit and lifetime value."""
    measures = [
        (_("Customers"), {row.category: row.customers for row in summaries}),
        (_("Revenue"), {row.category: row.revenue for row in summaries}),
        (_("Profit"), {row.category: row.profit for row in summaries}),
        (_("Lifetime value"), {row.category: row.lifetime_value for row in summaries}),
    ]
    best = next(row for row in summaries if row.category == "mvc")
    locale = formats.active_locale()
    words = {
        "customers": formats.percent(best.customer_share, locale),
        "value": formats.percent(best.lifetime_value_share, locale),
    }
    if best.customers and best.lifetime_value_share:
        title = _("The most valuable %(customers)s of customers hold %(value)s of the lifetime value") % words
    else:
        title = _("No customer has a positive lifetime value yet")
    table = Table(
        _("Shares of the four value categories"),
        [Column(_("Category")), *(Column(label, "percent") for label, _amounts in measures)],
        [
            (
                CATEGORIES[row.category].label,
                row.customer_share,
                row.revenue_share,
                row.profit_share,
                row.lifetime_value_share,
            )
            for row in summaries
        ],
    )
    shown = [(label, amounts) for label, amounts in measures if sum(amounts.values()) > 0]
    return Chart(category_bars(shown), title, title, table)


def concentration_table(revenue: Concentration, profit: Concentration) -> tuple[str, Table]:
    """The title (its answer) and the table of how few customers bring how much."""
    locale = formats.active_locale()
    tenth = dict(revenue.top_shares)[10]
    title = _("The top 10%% of customers bring %(share)s of the revenue") % {"share": formats.percent(tenth, locale)}
    rows = [
        (formats.percent(top / 100, locale), share, dict(profit.top_shares)[top]) for top, share in revenue.top_shares
    ]
    columns = [Column(_("Top")), Column(_("Share of revenue"), "percent"), Column(_("Share of profit"), "percent")]
    return title, Table(title, columns, rows)


def movement_chart(moves: Sequence[Movement]) -> Chart | None:
    """Who changed category since the run before; None where there is nothing to compare with."""
    known = [move for move in moves if move.previous]
    if not known:
        return None
    changed = [move for move in known if move.previous != move.current]
    count = sum(move.customers for move in changed)
    title = ngettext(
        "%(customers)s customer changed category since the run before",
        "%(customers)s customers changed category since the run before",
        count,
    ) % {"customers": formats.number(count, formats.active_locale())}
    table = Table(
        title,
        [Column(_("From")), Column(_("To")), Column(_("Customers"), "number"), Column(_("Lifetime value"), "money")],
        [
            (
                CATEGORIES[move.previous].label if move.previous else _("New"),
                CATEGORIES[move.current].label,
                move.customers,
                move.lifetime_value,
            )
            for move in moves
            if move.previous != move.current
        ],
    )
    counts = {(move.previous or "", move.current): move.customers for move in known}
    return Chart(movement(counts), title, title, table)


def quadrants_chart(quadrants: Sequence[Quadrant], points: Sequence[QuadrantPoint], currency: str) -> Chart:
    """Revenue change against profit change, one dot for each of the customers whose profit changed most."""
    growing = next(row for row in quadrants if row.quadrant == "revenue_up_profit_down")
    locale = formats.active_locale()
    title = ngettext(
        "%(customers)s customer buys more and leaves less profit: %(loss)s less",
        "%(customers)s customers buy more and leave less profit: %(loss)s less",
        growing.customers,
    ) % {
        "customers": formats.number(growing.customers, locale),
        "loss": formats.money_short(abs(growing.profit_change), currency, locale),
    }
    changes = [
        Change(
            point.name or str(point.customer_id),
            point.revenue_change,
            point.profit_change,
            customer_url(point.customer_id),
        )
        for point in points
    ]
    table = Table(
        _("Customers whose profit changed most"),
        [Column(_("Customer")), Column(_("Revenue change"), "money"), Column(_("Profit change"), "money")],
        [(Cell(change.name, change.url), change.revenue, change.profit) for change in changes[:100]],
    )
    counts = {row.quadrant: row.customers for row in quadrants}
    summary = "; ".join(f"{FLAG_LABELS[name]}: {formats.number(count, locale)}" for name, count in counts.items())
    return Chart(quadrant_scatter(changes, counts, currency), title, summary, table)
