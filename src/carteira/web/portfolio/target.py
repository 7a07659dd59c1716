"""What the page of the target portfolio shows: how far the mix at hand is from the one that is wanted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from carteira.book.selecting import allowed
from carteira.book.settings import minor_factor
from carteira.differentiate import listing
from carteira.differentiate.conditions import Condition
from carteira.differentiate.declared.mix import Part, largest_gap, mix
from carteira.differentiate.declared.target import Criteria, Target
from carteira.differentiate.selection_parts import selection_of
from carteira.web import formats
from carteira.web.charts.chart import Chart
from carteira.web.charts.paired_bars import Pair, paired_bars
from carteira.web.customers.figure_words import LABELS, value_words
from carteira.web.customers.selection import list_address
from carteira.web.portfolio.scope import customers_url, scope_of
from carteira.web.tables import Cell, Column, Table

TITLES: Mapping[str, str | Promise] = {
    "category": gettext_lazy("By category"),
    "need": gettext_lazy("By need"),
    "relationship_type": gettext_lazy("By relationship type, of companies"),
}
SHORT: Mapping[str, str | Promise] = {
    "category": gettext_lazy("We are %(points)s points short of the wanted share of customers who are “%(value)s”."),
    "need": gettext_lazy("We are %(points)s points short of the wanted share of customers who need “%(value)s”."),
    "relationship_type": gettext_lazy(
        "We are %(points)s points short of the wanted share of companies whose buying is “%(value)s”."
    ),
}


@dataclass(frozen=True)
class CriteriaShown:
    """Criteria in words, and how many customers meet their conditions; `customers` None: there are none."""

    title: str
    words: str
    customers: int | None
    url: str


@dataclass(frozen=True)
class TargetPage:
    """All of the page. `chart` None: no share is wanted."""

    headline: str
    chart: Chart | None
    tables: Sequence[Table]
    criteria: Sequence[CriteriaShown]


def target_page(tables: Any, target: Target, query: QueryDict) -> TargetPage:
    """The page for the part of the company that `query` names."""
    parts = mix(tables, target, scope_of(query))
    acceptance = _criteria(tables, _("Whom to take on"), target.acceptance)
    leaving = _criteria(tables, _("Whom to let go"), target.leaving)
    wanted = [part for found in parts.values() for part in found if part.wanted.customers is not None]
    return TargetPage(
        headline=headline(target, largest_gap(parts), leaving.customers),
        chart=mix_chart(wanted, query) if wanted else None,
        tables=[mix_table(dimension, found, query) for dimension, found in parts.items() if found],
        criteria=[each for each in (acceptance, leaving) if each.words or each.customers is not None],
    )


def headline(target: Target, gap: Part | None, leaving: int | None) -> str:
    """What most is missing, and how many meet the exit criteria."""
    if target.empty:
        return _("Nobody has said yet which portfolio is wanted.")
    return " ".join([*_gap_words(target, gap), *_leaving_words(leaving)]) or _("The criteria are set, without shares.")


def _gap_words(target: Target, gap: Part | None) -> Iterator[str]:
    locale = formats.active_locale()
    if gap is not None and gap.gap is not None:
        yield str(SHORT[gap.dimension]) % {"points": formats.number(gap.gap * 100, locale, 1), "value": _named(gap)}
    elif any(target.shares.values()):
        yield _("No wanted share is missing.")


def _leaving_words(leaving: int | None) -> Iterator[str]:
    if leaving is not None:
        words = ngettext(
            "%(customers)s customer meets the exit criteria.",
            "%(customers)s customers meet the exit criteria.",
            leaving,
        )
        yield words % {"customers": formats.number(leaving, formats.active_locale())}


def mix_chart(wanted: Sequence[Part], query: QueryDict) -> Chart:
    """The mix at hand against the wanted one, in shares of customers."""
    locale = formats.active_locale()
    pairs = [
        Pair(_named(part), part.customer_share, part.wanted.customers or 0.0, _url(part, query)) for part in wanted
    ]
    near = sum(abs(part.gap or 0.0) < 0.01 for part in wanted)
    title = ngettext(
        "%(near)s of %(count)s wanted share is reached within a point",
        "%(near)s of %(count)s wanted shares are reached within a point",
        len(wanted),
    ) % {"near": formats.number(near, locale), "count": formats.number(len(wanted), locale)}
    rows = [(Cell(pair.label, pair.url), pair.at_hand, pair.wanted) for pair in pairs]
    columns = [Column(_("Value")), Column(_("At hand"), "percent"), Column(_("Wanted"), "percent")]
    summary = "; ".join(
        f"{pair.label}: {formats.percent(pair.at_hand, locale)} / {formats.percent(pair.wanted, locale)}"
        for pair in pairs
    )
    return Chart(paired_bars(pairs), title, summary, Table(title, columns, rows), _("Shares of customers who buy"))


def mix_table(dimension: str, parts: Sequence[Part], query: QueryDict) -> Table:
    """Each value with its customers, its two shares at hand and wanted, and the gaps in points and customers."""
    columns = [
        Column(LABELS[dimension]),
        Column(_("Customers"), "number"),
        Column(_("Share"), "percent"),
        Column(_("Wanted"), "percent"),
        Column(_("Points to go"), "points"),
        Column(_("Customers to go"), "number"),
        Column(_("Share of lifetime value"), "percent"),
        Column(_("Wanted"), "percent"),
        Column(_("Points to go"), "points"),
    ]
    return Table(TITLES[dimension], columns, [_row(part, _url(part, query)) for part in parts])


def _row(part: Part, url: str) -> tuple[Any, ...]:
    return (
        Cell(_named(part), url),
        part.customers,
        part.customer_share,
        part.wanted.customers,
        part.gap,
        part.missing,
        part.value_share,
        part.wanted.lifetime_value,
        part.value_gap,
    )


def _named(part: Part) -> str:
    return value_words(part.dimension, part.value) if part.value is not None else _("Not known")


def _url(part: Part, query: QueryDict) -> str:
    """The customers behind the value."""
    conditions = [Condition("status", "is", "customer")]
    if part.dimension == "relationship_type":
        conditions.append(Condition("kind", "is", "company"))
    if part.value is None:
        conditions.append(Condition(part.dimension, "empty"))
    elif part.dimension != "category":
        conditions.append(Condition(part.dimension, "is", part.value))
    return customers_url(
        query, category=part.value or "" if part.dimension == "category" else "", conditions=conditions
    )


def _criteria(tables: Any, title: str, criteria: Criteria) -> CriteriaShown:
    """The criteria with the customers that meet them, as far as this person may ask for them."""
    if not criteria.parts:
        return CriteriaShown(title, criteria.words, None, "")
    read = selection_of(criteria.parts, minor_factor(tables.run.currency))
    selection, left_out = allowed(tables.access, read.selection)
    if read.wrong or left_out:
        return CriteriaShown(title, criteria.words, None, "")
    return CriteriaShown(
        title, criteria.words, listing.totals(tables, selection).customers, list_address(criteria.parts)
    )
