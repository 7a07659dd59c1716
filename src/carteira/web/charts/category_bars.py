"""The four value categories: how each one's share of customers compares with its share of the money."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from carteira.web import formats
from carteira.web.categories import CATEGORIES
from carteira.web.charts.chart import POINTER, Spec, document, labelled, ticks
from carteira.web.charts.palette import PALETTE

BAR = 44
ROOM_FOR_WORDS = 36
ROOM_FOR_LEGEND = 400
Measure = tuple[str, Mapping[str, float]]


def category_bars(measures: Sequence[Measure], urls: Mapping[str, str]) -> Spec:
    """One bar for each measure, split by category; what is negative stands left of zero.

    `measures`: (label, amount by category code) in order; a measure that adds up to nothing is left out. `urls`: where
    each category leads, by its code.
    """
    rows = [row for label, amounts in measures for row in segments(label, amounts, urls)]
    low, high = min((row["from"] for row in rows), default=0), max((row["to"] for row in rows), default=1)
    marks = [mark for mark in ticks(low, high) if low <= mark <= high]
    locale = formats.active_locale()
    codes = list(CATEGORIES)
    axis = {"title": None, **labelled(marks, lambda share: formats.percent(share, locale))}
    labels = [str(CATEGORIES[code].label) for code in codes]
    x = {"field": "from", "type": "quantitative", "axis": axis, "scale": {"domain": [low, high], "nice": False}}
    y_axis = {"title": None, "labelColor": PALETTE["ink"], "grid": False}
    y = {"field": "measure", "type": "nominal", "sort": None, "axis": y_axis, "scale": {"paddingInner": 0.4}}
    colour = {
        "field": "category",
        "type": "nominal",
        "scale": {"domain": labels, "range": [PALETTE[code] for code in codes]},
        "legend": {
            "title": None,
            "orient": "top",
            "symbolType": "circle",
            "labelColor": PALETTE["ink"],
            "labelFontSize": 12,
            "columns": {"expr": f"width > {ROOM_FOR_LEGEND} ? 4 : 2"},
        },
    }
    words = {"measure": "title", "category": _("Category"), "share": _("Share of the total")}
    tooltip = [{"field": field, "type": "nominal", "title": title} for field, title in words.items()]
    fits = f"(datum.to - datum.from) * width / {high - low} < {ROOM_FOR_WORDS} ? 0 : 1"
    middle = {"field": "middle", "type": "quantitative"}
    return document(
        BAR * len(measures) + 80,
        data={"values": rows},
        encoding={"y": y},
        layer=[
            {
                "mark": {"type": "bar", **POINTER},
                "encoding": {"x": x, "x2": {"field": "to"}, "color": colour, "tooltip": tooltip},
            },
            {
                "mark": {
                    "type": "text",
                    "color": PALETTE["surface"],
                    "fontWeight": 600,
                    "opacity": {"expr": fits},
                    **POINTER,
                },
                "encoding": {"x": middle, "text": {"field": "share"}, "tooltip": tooltip},
            },
        ],
    )


def segments(label: str, amounts: Mapping[str, float], urls: Mapping[str, str]) -> list[Spec]:
    """The parts of one bar as shares of its total: positive ones side by side from zero, negative ones to the left."""
    total = sum(amounts.values())
    if total <= 0:
        return []
    rows = []
    right = left = 0.0
    for code, category in CATEGORIES.items():
        share = amounts.get(code, 0) / total
        start, end = (right, right + share) if share >= 0 else (left + share, left)
        right, left = max(right, end), min(left, start)
        rows.append(
            {
                "measure": label,
                "category": str(category.label),
                "from": start,
                "to": end,
                "middle": (start + end) / 2,
                "share": formats.percent(share, formats.active_locale()),
                "url": urls[code],
            }
        )
    return rows
