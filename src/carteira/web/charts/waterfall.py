"""The waterfall: from what was sold, step by step, to the profit."""

from collections.abc import Sequence
from dataclasses import dataclass

from carteira.web import formats
from carteira.web.charts.chart import POINTER, Spec, document
from carteira.web.charts.palette import PALETTE

BAR = 32
ROOM_FOR_WORDS = 80


@dataclass(frozen=True)
class Step:
    """`amount` in minor units: a change (negative: taken away), or for a `total` the level that is reached."""

    label: str
    amount: int
    total: bool = False
    url: str = ""


def waterfall(steps: Sequence[Step], currency: str) -> Spec:
    """One bar for each step, from the level before it to the level after it; totals stand on zero."""
    rows = bars(steps, currency)
    y_axis = {"title": None, "labelColor": PALETTE["ink"], "grid": False, "labelLimit": 136}
    y = {"field": "step", "type": "nominal", "sort": None, "axis": y_axis, "scale": {"paddingInner": 0.35}}
    kinds = ["total", "gain", "loss"]
    colour = {"domain": kinds, "range": [PALETTE["intermediate"], PALETTE["gain"], PALETTE["loss"]]}
    return document(
        BAR * len(rows),
        padding={"left": 0, "top": 0, "bottom": 0, "right": ROOM_FOR_WORDS},
        data={"values": rows},
        encoding={"y": y},
        layer=[
            {
                "mark": {"type": "bar", "cornerRadius": 2, **POINTER},
                "encoding": {
                    "x": {"field": "from", "type": "quantitative", "axis": None, "scale": {"nice": False}},
                    "x2": {"field": "to"},
                    "color": {"field": "kind", "type": "nominal", "scale": colour, "legend": None},
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6, **POINTER},
                "encoding": {"x": {"field": "right", "type": "quantitative"}, "text": {"field": "words"}},
            },
        ],
    )


def bars(steps: Sequence[Step], currency: str) -> list[Spec]:
    """Where each bar begins and ends, and its words."""
    level = 0
    rows = []
    for step in steps:
        start, end = (0, step.amount) if step.total else (level, level + step.amount)
        level = end
        rows.append(
            {
                "step": step.label,
                "from": start,
                "to": end,
                "right": max(start, end),
                "kind": "loss" if step.amount < 0 else "total" if step.total else "gain",
                "words": formats.money_short(step.amount, currency, formats.active_locale()),
                "url": step.url,
            }
        )
    return rows
