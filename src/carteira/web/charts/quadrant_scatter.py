"""Revenue change against profit change: who grows and earns, who grows and loses."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from carteira.web import formats
from carteira.web.charts.chart import POINTER, Spec, document, labelled
from carteira.web.charts.palette import PALETTE

HEIGHT = 400
CORNERS = (
    (True, True, "revenue_up_profit_up", "gain"),
    (True, False, "revenue_up_profit_down", "loss"),
    (False, True, "revenue_down_profit_up", "intermediate"),
    (False, False, "revenue_down_profit_down", "intermediate"),
)
"""Right (revenue up), top (profit up), the quadrant there, the colour of its count."""


@dataclass(frozen=True)
class Change:
    """One customer's revenue and profit of the period less those of the one before, in minor units."""

    name: str
    revenue: int
    profit: int
    url: str = ""


def quadrant_scatter(changes: Sequence[Change], counts: Mapping[str, int], currency: str) -> Spec:
    """A dot for each customer, leading to its page, on axes linear near zero and logarithmic far from it.

    `counts`: the customers of each quadrant, those without a dot too, for its corner.
    """
    locale = formats.active_locale()
    rows = [
        {
            "name": change.name,
            "revenue": change.revenue,
            "profit": change.profit,
            "colour": colour_of(change),
            "revenue_words": formats.money_short(change.revenue, currency, locale),
            "profit_words": formats.money_short(change.profit, currency, locale),
            "url": change.url,
        }
        for change in changes
    ]
    tooltip = [
        {"field": "name", "type": "nominal", "title": _("Customer")},
        {"field": "revenue_words", "type": "nominal", "title": _("Revenue change")},
        {"field": "profit_words", "type": "nominal", "title": _("Profit change")},
    ]
    kinds = ["gain", "loss", "muted"]
    colour = {"domain": kinds, "range": [PALETTE["gain"], PALETTE["loss"], PALETTE["intermediate"]]}
    return document(
        HEIGHT,
        data={"values": rows},
        layer=[
            {"data": {"values": [{}]}, "mark": "rule", "encoding": {"x": {"datum": 0}}},
            {"data": {"values": [{}]}, "mark": "rule", "encoding": {"y": {"datum": 0}}},
            *corners(counts),
            {
                "mark": {"type": "point", "filled": True, "size": 36, "opacity": 0.5, **POINTER},
                "encoding": {
                    "x": axis("revenue", _("Revenue change"), [change.revenue for change in changes], currency),
                    "y": axis("profit", _("Profit change"), [change.profit for change in changes], currency),
                    "color": {"field": "colour", "type": "nominal", "scale": colour, "legend": None},
                    "tooltip": tooltip,
                },
            },
        ],
    )


def corners(counts: Mapping[str, int]) -> list[Spec]:
    """How many customers stand in each quadrant, written in its corner."""
    layers = []
    for right, up, name, colour in CORNERS:
        place = {"x": {"value": {"expr": "width"} if right else 0}, "y": {"value": 0 if up else {"expr": "height"}}}
        words = {"text": formats.number(counts[name], formats.active_locale()), "align": "right" if right else "left"}
        look = {"fontSize": 20, "fontWeight": 620, "baseline": "top" if up else "bottom", "color": PALETTE[colour]}
        layers.append({"data": {"values": [{}]}, "mark": {"type": "text", **words, **look}, "encoding": place})
    return layers


def colour_of(change: Change) -> str:
    """Gain where both rise, loss where revenue rises and profit falls, neither elsewhere."""
    if change.revenue >= 0:
        return "gain" if change.profit >= 0 else "loss"
    return "muted"


def axis(field: str, title: str, values: Sequence[int], currency: str) -> Spec:
    """A symmetric symlog axis, marked at powers of ten that the values reach."""
    locale = formats.active_locale()
    largest = max((abs(value) for value in values), default=0) or 1
    middle = sorted(abs(value) for value in values)[len(values) // 2] if values else 1
    constant = max(10.0 ** math.floor(math.log10(max(middle, 1))), 1.0)
    top = math.ceil(math.log10(largest))
    marks = [10.0**power for power in range(max(int(math.log10(constant)), top - 2), top + 1)]
    marks = [-mark for mark in reversed(marks)] + [0.0, *marks]
    reach = largest * 1.1
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "axis": labelled(
            [mark for mark in marks if abs(mark) <= reach], lambda value: formats.money_short(value, currency, locale)
        ),
        "scale": {"type": "symlog", "constant": constant, "domain": [-reach, reach], "nice": False},
    }
