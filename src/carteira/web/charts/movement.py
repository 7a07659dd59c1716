"""Movement between the value categories since the previous run: who came, who left."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from carteira.web import formats
from carteira.web.categories import CATEGORIES
from carteira.web.charts.chart import Spec, document
from carteira.web.charts.palette import PALETTE

BAR = 44


def movement(moves: Mapping[tuple[str, str], int]) -> Spec:
    """For each category those that left it to the left and those that came to it to the right of zero.

    `moves`: customers by (previous category, category); those who stayed count for nothing.
    """
    rows = [row for code in CATEGORIES for row in bars(code, moves)]
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
                "mark": {"type": "bar", "cornerRadius": 2},
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


def bars(code: str, moves: Mapping[tuple[str, str], int]) -> list[Spec]:
    """The two bars of a category: who left, paler, and who came."""
    came = sum(count for (before, after), count in moves.items() if after == code and before != code)
    left = sum(count for (before, after), count in moves.items() if before == code and after != code)
    locale = formats.active_locale()
    category = str(CATEGORIES[code].label)
    return [
        {
            "category": category,
            "code": code,
            "customers": -left,
            "strength": 0.45,
            "words": formats.number(-left, locale),
        },
        {
            "category": category,
            "code": code,
            "customers": came,
            "strength": 1,
            "words": f"+{formats.number(came, locale)}",
        },
    ]


def label(which: str, align: str, dx: int) -> Spec:
    """The words at the outer end of the bars that `which` picks."""
    mark = {"type": "text", "align": align, "dx": dx}
    return {"transform": [{"filter": which}], "mark": mark, "encoding": {"text": {"field": "words"}}}
