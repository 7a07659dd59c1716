"""Movement between the value categories since the previous run: who came, who left."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from carteira.web import formats
from carteira.web.categories import CATEGORIES
from carteira.web.charts.chart import POINTER, Spec, document
from carteira.web.charts.palette import PALETTE

BAR = 44
Move = tuple[str, str]


def movement(moves: Mapping[Move, int], urls: Mapping[str, tuple[str, str]]) -> Spec:
    """For each category those that left it to the left and those that came to it to the right of zero.

    `moves`: customers by (previous category, category); those who stayed count for nothing. `urls`: by category, where
    those who left it and those who came to it are found.
    """
    rows = [row for code in CATEGORIES for row in bars(code, moves, urls[code])]
    widest = max((abs(row["customers"]) for row in rows), default=0) or 1
    reach = widest * 1.4
    axis = {"title": _("← left · came →"), "labels": False, "grid": False}
    codes = list(CATEGORIES)
    y_axis = {"title": None, "labelColor": PALETTE["ink"], "grid": False}
    y = {"field": "category", "type": "nominal", "sort": None, "axis": y_axis, "scale": {"paddingInner": 0.45}}
    colours = {"domain": codes, "range": [PALETTE[code] for code in codes]}
    scale = {"domain": [-reach, reach], "nice": False}
    x = {"field": "customers", "type": "quantitative", "axis": axis, "scale": scale}
    return document(
        BAR * len(codes) + 40,
        data={"values": rows},
        encoding={"y": y, "x": x},
        layer=[
            {
                "mark": {"type": "bar", "cornerRadius": 2, **POINTER},
                "encoding": {
                    "color": {"field": "code", "type": "nominal", "scale": colours, "legend": None},
                    "opacity": {"field": "strength", "type": "quantitative", "scale": None},
                },
            },
            label("datum.customers < 0", "right", -6),
            label("datum.customers > 0", "left", 6),
            {"data": {"values": [{}]}, "mark": "rule", "encoding": {"x": {"datum": 0}, "y": None}},
        ],
    )


def left_and_came(code: str, moves: Mapping[Move, int]) -> tuple[int, int]:
    """How many left the category, and how many came to it."""
    left = sum(count for (before, after), count in moves.items() if before == code and after != code)
    came = sum(count for (before, after), count in moves.items() if after == code and before != code)
    return left, came


def bars(code: str, moves: Mapping[Move, int], urls: tuple[str, str]) -> list[Spec]:
    """The two bars of a category: who left, paler, and who came."""
    left, came = left_and_came(code, moves)
    locale = formats.active_locale()
    category = str(CATEGORIES[code].label)
    return [
        {
            "category": category,
            "code": code,
            "customers": -left,
            "strength": 0.45,
            "words": formats.number(-left, locale),
            "url": urls[0] if left else "",
        },
        {
            "category": category,
            "code": code,
            "customers": came,
            "strength": 1,
            "words": f"+{formats.number(came, locale)}",
            "url": urls[1] if came else "",
        },
    ]


def label(which: str, align: str, dx: int) -> Spec:
    """The words at the outer end of the bars that `which` picks."""
    mark = {"type": "text", "align": align, "dx": dx, **POINTER}
    return {"transform": [{"filter": which}], "mark": mark, "encoding": {"text": {"field": "words"}}}
