"""The portfolio for those who may see totals, but no customer: no figure stands for fewer than ten customers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from carteira.accounts.access import MIN_GROUP
from carteira.differentiate.portfolio import CategorySummary, categories_summary
from carteira.differentiate.waterfall import Waterfall, profit_waterfall
from carteira.web import formats
from carteira.web.categories import CATEGORIES
from carteira.web.charts.chart import Chart
from carteira.web.customers.waterfall import profit_chart
from carteira.web.portfolio.page import Tile
from carteira.web.tables import Column, Table


@dataclass(frozen=True)
class TotalsPage:
    """All of the page; `waterfall` and `teams` are None where too few customers stand behind them."""

    headline: str
    tiles: Sequence[Tile]
    categories: Table
    waterfall: Chart | None
    teams: Table | None


def totals_page(tables: Any) -> TotalsPage:
    """The page over the whole company."""
    shown = [row for row in categories_summary(tables) if row.customers]
    whole = next(iter(profit_waterfall(tables)), None)
    teams = [row for row in profit_waterfall(tables, "team") if row.group]
    return TotalsPage(
        headline=_headline(whole),
        tiles=_tiles(dict(whole.steps), tables.run.currency) if whole else [],
        categories=_categories(shown),
        waterfall=_waterfall(whole, tables.run) if whole else None,
        teams=_teams(teams) if teams else None,
    )


def _headline(whole: Waterfall | None) -> str:
    locale = formats.active_locale()
    words = {"customers": formats.number(whole.customers if whole else 0, locale), "least": MIN_GROUP}
    if whole is None:
        return _("Fewer than %(least)s customers: too few for totals that tell nobody's figures.") % words
    return (
        _("%(customers)s customers together. You see totals of %(least)s customers and more, and no single one.")
        % words
    )


def _tiles(steps: Mapping[str, int], currency: str) -> list[Tile]:
    locale = formats.active_locale()
    labels = {"revenue": _("Revenue"), "cost_to_serve": _("Cost to serve"), "profit": _("Profit")}
    return [Tile(label, formats.money_short(steps[name], currency, locale)) for name, label in labels.items()]


def _categories(shown: Sequence[CategorySummary]) -> Table:
    columns = [
        Column(_("Category")),
        Column(_("Customers"), "number"),
        Column(_("Revenue"), "money"),
        Column(_("Profit"), "money"),
        Column(_("Lifetime value"), "money"),
    ]
    rows = [
        (CATEGORIES[row.category].label, row.customers, row.revenue, row.profit, row.lifetime_value) for row in shown
    ]
    return Table(_("The value categories that hold enough customers"), columns, rows)


def _waterfall(whole: Waterfall, run: Any) -> Chart:
    return profit_chart({**dict(whole.steps), "unknown_cost_revenue": 0}, run, {}, whole.customers)


def _teams(teams: Sequence[Waterfall]) -> Table:
    columns = [
        Column(_("Team")), Column(_("Customers"), "number"), Column(_("Revenue"), "money"), Column(_("Profit"), "money")
    ]  # fmt: skip
    rows = [(row.group, row.customers, dict(row.steps)["revenue"], row.profit) for row in teams]
    return Table(_("Teams that hold enough customers"), columns, rows)
