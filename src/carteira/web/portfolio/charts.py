"""The charts of the portfolio, each with its answer as title, and its figures and the same links as a table."""

from collections.abc import Mapping, Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carteira.differentiate.conditions import Condition
from carteira.differentiate.listing import PAGE_ROWS
from carteira.differentiate.portfolio import CategorySummary, Concentration, Movement, WhaleCurve
from carteira.differentiate.quadrants import Quadrant, QuadrantPoint
from carteira.web import formats
from carteira.web.categories import CATEGORIES
from carteira.web.charts.category_bars import category_bars
from carteira.web.charts.chart import Chart
from carteira.web.charts.movement import left_and_came, movement
from carteira.web.charts.quadrant_scatter import Change, quadrant_scatter
from carteira.web.charts.whale_curve import whale_curve
from carteira.web.customers.selection import FLAG_LABELS
from carteira.web.navigation import customer_url
from carteira.web.portfolio.scope import customers_url
from carteira.web.tables import Cell, Column, Table


def whale_chart(whale: WhaleCurve, currency: str, query: QueryDict) -> Chart:
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
        summary = _("Cumulative profit rises to %(end)s with the last customer.") % words
    else:
        title = _("%(customers)s of customers bring %(profit)s of the profit") % words
        summary = (
            _("Cumulative profit rises to %(peak)s and ends at %(end)s; the customers beyond the peak lose %(loss)s.")
            % words
        )
    if whale.beyond and whale.peak_share is None:
        title = _("The customers at the end lose all that the others bring")
    points = list(zip(whale.places, whale.profits, strict=True))
    urls = [whale_url(whale, place, query) for place in whale.places]
    table = Table(
        _("Cumulative profit, the most profitable customers first"),
        [Column(_("Customers"), "number"), Column(_("Profit so far"), "money")],
        [(Cell(place, url) if url else place, profit) for (place, profit), url in zip(points, urls, strict=True)],
    )
    return Chart(whale_curve(points, currency, urls), title, summary, table, note=summary, customers=whale.customers)


def whale_url(whale: WhaleCurve, place: int, query: QueryDict) -> str:
    """The page of the list on which the customer at that place of the curve stands; "" before the first.

    Those beyond the peak are listed from the end of the curve: the largest loss first.
    """
    if not place:
        return ""
    if place > whale.customers - whale.beyond:
        page = (whale.customers - place) // PAGE_ROWS + 1
        return customers_url(query, flags=("loss",), sort="profit", descending=False, page=page)
    return customers_url(query, sort="profit", page=(place - 1) // PAGE_ROWS + 1)


def categories_chart(summaries: Sequence[CategorySummary], query: QueryDict) -> Chart:
    """The shares of the four categories in customers, revenue, profit and lifetime value."""
    measures = [
        (_("Customers"), {row.category: row.customers for row in summaries}),
        (_("Revenue"), {row.category: row.revenue for row in summaries}),
        (_("Profit"), {row.category: row.profit for row in summaries}),
        (_("Lifetime value"), {row.category: row.lifetime_value for row in summaries}),
    ]
    urls = {code: customers_url(query, category=code) for code in CATEGORIES}
    table = Table(
        _("Shares of the four value categories"),
        [Column(_("Category")), *(Column(label, "percent") for label, _amounts in measures)],
        [
            (
                Cell(CATEGORIES[row.category].label, urls[row.category]),
                row.customer_share,
                row.revenue_share,
                row.profit_share,
                row.lifetime_value_share,
            )
            for row in summaries
        ],
    )
    shown = [(label, amounts) for label, amounts in measures if sum(amounts.values()) > 0]
    title, summary = categories_words(summaries)
    return Chart(category_bars(shown, urls), title, summary, table, customers=sum(row.customers for row in summaries))


def categories_words(summaries: Sequence[CategorySummary]) -> tuple[str, str]:
    """What the most valuable hold of the lifetime value, and the same of all four."""
    locale = formats.active_locale()
    shares = {
        row.category: {
            "category": str(CATEGORIES[row.category].label),
            "customers": formats.percent(row.customer_share, locale),
            "value": formats.percent(row.lifetime_value_share, locale),
        }
        for row in summaries
    }
    each = _("%(category)s: %(customers)s of customers, %(value)s of the lifetime value")
    best = next(row for row in summaries if row.category == "mvc")
    if best.customers and best.lifetime_value_share:
        title = _("The most valuable %(customers)s of customers hold %(value)s of the lifetime value") % shares["mvc"]
    else:
        title = _("No customer has a positive lifetime value yet")
    return title, "; ".join(each % words for words in shares.values())


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


def movement_chart(moves: Sequence[Movement], query: QueryDict) -> Chart:
    """Who changed category since the run before."""
    known = {(move.previous, move.current): move.customers for move in moves if move.previous}
    if not known:
        words = _("After the next run you see here who moved between categories, and where to.")
        return Chart(None, _("Movement"), words, None)
    count = sum(customers for (previous, current), customers in known.items() if previous != current)
    title = ngettext(
        "%(customers)s customer changed category since the run before",
        "%(customers)s customers changed category since the run before",
        count,
    ) % {"customers": formats.number(count, formats.active_locale())}
    if not count:
        return Chart(None, title, _("Everyone is in the category of the run before."), None)
    urls = {code: moved_urls(code, query) for code in CATEGORIES}
    return Chart(
        movement(known, urls),
        title,
        "; ".join(moved_words(code, known) for code in CATEGORIES),
        movement_table(title, known, urls),
        customers=sum(known.values()),
    )


def moved_urls(code: str, query: QueryDict) -> tuple[str, str]:
    """Where those who left the category and those who came to it are found."""
    return (
        customers_url(query, conditions=[Condition("previous_category", "is", code)], flags=("moved",)),
        customers_url(query, category=code, flags=("moved",)),
    )


def moved_words(code: str, moves: Mapping[tuple[str, str], int]) -> str:
    left, came = (formats.number(count, formats.active_locale()) for count in left_and_came(code, moves))
    words = {"category": str(CATEGORIES[code].label), "left": left, "came": came}
    return _("%(category)s: %(left)s left, %(came)s came") % words


def movement_table(title: str, moves: Mapping[tuple[str, str], int], urls: Mapping[str, tuple[str, str]]) -> Table:
    """How many left each category and how many came to it."""
    rows = []
    for code, (away, here) in urls.items():
        left, came = left_and_came(code, moves)
        counts = (Cell(left, away) if left else 0, Cell(came, here) if came else 0)
        rows.append((CATEGORIES[code].label, *counts, came - left))
    columns = [
        Column(_("Category")),
        Column(_("Who left"), "number"),
        Column(_("Who came"), "number"),
        Column(_("Net change"), "number"),
    ]
    return Table(title, columns, rows)


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
    if not growing.customers:
        title = _("Nobody buys more and leaves less profit")
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
        [(Cell(change.name, change.url), change.revenue, change.profit) for change in changes],
    )
    counts = {row.quadrant: row.customers for row in quadrants}
    summary = "; ".join(f"{FLAG_LABELS[name]}: {formats.number(count, locale)}" for name, count in counts.items())
    note = _("A dot for each of the customers whose profit changed most; the corners count everybody.")
    spec = quadrant_scatter(changes, counts, currency)
    return Chart(spec, title, summary, table, note=note, customers=sum(counts.values()))
