"""The remedies of the clean portfolio: what they bring in sum, in a picture, by remedy, and what is asked of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from carteira.customize import remedy_page
from carteira.customize.remedies import REMEDIES
from carteira.customize.remedy_page import WaySums
from carteira.differentiate.scope import Scope
from carteira.web import formats
from carteira.web.charts.chart import Chart
from carteira.web.charts.waterfall import Step, waterfall
from carteira.web.portfolio.remedy_words import NAMES, Asked, asked_of
from carteira.web.portfolio.scope import scope_of
from carteira.web.tables import Cell, Column, Table


@dataclass(frozen=True)
class RemedyPart:
    """What the page says of remedies. `chosen`: the one whose customers the list is narrowed to, "" for none."""

    sentence: str
    chart: Chart
    chosen: str
    chosen_name: str
    everybody_url: str


def there_are_remedies(tables: Any) -> bool:
    """A run of an earlier version has none, and who may not see margins sees none."""
    return "customer_remedy" in tables.names


def chosen_remedy(query: QueryDict) -> str:
    """The remedy that the address names, "" for none."""
    remedy = query.get("remedy", "")
    return remedy if remedy in REMEDIES else ""


def remedy_part(tables: Any, query: QueryDict, total: WaySums) -> RemedyPart | None:
    """None where no remedy is known. `total`: the ways of all owners."""
    if not total.customers:
        return None
    scope = scope_of(query)
    chosen = chosen_remedy(query)
    return RemedyPart(
        sentence=sentence(total, tables.run.currency),
        chart=remedies_chart(total, remedy_page.steps_by_remedy(tables, scope), tables.run.currency, query),
        chosen=chosen,
        chosen_name=str(NAMES.get(chosen, "")),
        everybody_url=remedy_url(query, ""),
    )


def sentence(total: WaySums, currency: str) -> str:
    """How much the recommended ways bring back, and how many they bring to zero."""
    locale = formats.active_locale()
    words = {
        "gain": formats.money_short(total.gain, currency, locale),
        "low": formats.money_short(total.gain_low, currency, locale),
        "high": formats.money_short(total.gain_high, currency, locale),
        "customers": formats.number(total.at_zero, locale),
        "exits": formats.number(total.exits, locale),
        "late": formats.money_short(total.late_gain, currency, locale),
        "saved": formats.money_short(total.exit_gain, currency, locale),
    }
    brought = ngettext(
        "The remedies below bring back %(gain)s a year (%(low)s to %(high)s) and %(customers)s customer to zero.",
        "The remedies below bring back %(gain)s a year (%(low)s to %(high)s) and %(customers)s customers to zero.",
        total.at_zero,
    )
    parts = [brought]
    if total.exits:
        parts.append(
            ngettext(
                "For %(exits)s no way does; farewell saves %(saved)s.",
                "For %(exits)s no way does; farewell saves %(saved)s.",
                total.exits,
            )
        )
    if total.late_gain:
        parts.append(_("Those who bring profit and pay late cost %(late)s less."))
    return " ".join(part % words for part in parts)


def remedies_chart(total: WaySums, steps: Sequence[WaySums], currency: str, query: QueryDict) -> Chart:
    """From the losses of a year, remedy by remedy, to what is left of them."""
    locale = formats.active_locale()
    largest = max(steps, key=_gain)
    words = {
        "loss": formats.money_short(total.loss, currency, locale),
        "remedy": str(NAMES[str(largest.group)]),
        "gain": formats.money_short(_gain(largest), currency, locale),
    }
    title = _("Of losses of %(loss)s a year the most comes back by one remedy: %(remedy)s, %(gain)s") % words
    bars = [
        Step(_("Losses of a year"), -total.loss, total=True),
        *(Step(str(NAMES[str(row.group)]), _gain(row), url=remedy_url(query, str(row.group))) for row in steps),
    ]
    table = Table(
        title,
        [
            Column(_("Remedy")),
            Column(_("Customers"), "number"),
            Column(_("Gain a year"), "money"),
            Column(pgettext("amount", "at least"), "money"),
            Column(pgettext("amount", "at most"), "money"),
        ],
        [
            (Cell(str(NAMES[str(row.group)]), remedy_url(query, str(row.group))), row.customers, *_range(row))
            for row in steps
        ],
    )
    note = _("Each remedy on top of those above it, for those customers whose recommended way has it.")
    return Chart(waterfall(bars, currency), title, title, table, note=note, customers=total.customers)


def asked_of_each(tables: Any, customers: Sequence[int]) -> dict[int, list[Asked]]:
    """The steps that are recommended for each of the customers; nothing where no remedy is known."""
    if not there_are_remedies(tables):
        return {}
    found = remedy_page.ways_of(tables, customers)
    return {customer: [asked_of(row, tables.run.currency) for row in rows] for customer, rows in found.items()}


def remedy_conditions(tables: Any, query: QueryDict) -> tuple[str, ...]:
    """The condition on the customers of the list that the address asks for."""
    remedy = chosen_remedy(query)
    return (remedy_page.asked(remedy),) if remedy and there_are_remedies(tables) else ()


def remedy_url(query: QueryDict, remedy: str) -> str:
    """The list of this page, of those who are asked for the remedy ("": of all)."""
    others = query.copy()
    others.pop("page", None)
    others.pop("remedy", None)
    if remedy:
        others["remedy"] = remedy
    return f"{reverse('clean_portfolio')}?{others.urlencode()}#customers"


def ways_by_owner(tables: Any, scope: Scope) -> dict[str | None, WaySums]:
    """The ways of each owner's customers; nothing where no remedy is known."""
    return remedy_page.ways_by_owner(tables, scope) if there_are_remedies(tables) else {}


def brought_back(ways: WaySums) -> int:
    return ways.gain + ways.late_gain


def _gain(row: WaySums) -> int:
    return row.gain + row.exit_gain


def _range(row: WaySums) -> tuple[int, int, int]:
    return _gain(row), row.gain_low + row.exit_gain, row.gain_high + row.exit_gain
