"""The whale curve: customers from the most profitable to the least, and the profit they bring together."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from carteira.web import formats
from carteira.web.charts.chart import POINTER, Spec, document, labelled, ticks
from carteira.web.charts.palette import PALETTE

HEIGHT = 360
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
Point = tuple[int, int]


def whale_curve(points: Sequence[Point], currency: str, urls: Sequence[str]) -> Spec:
    """The curve, up to its peak in the colour of gain and beyond it in that of loss; peak and end with their figures.

    `points`: (customers so far, cumulative profit in minor units), from (0, 0) to the last customer, at least two.
    `urls`: where each point leads.
    """
    peak = max(points, key=lambda point: point[1])
    total = points[-1][0]
    covering = ticks(min(profit for _customers, profit in points), peak[1])
    marks = [mark for mark in covering if mark <= peak[1]]
    top = max(peak[1] * 1.2, marks[0] + 1)
    locale = formats.active_locale()
    share_axis = {
        "title": _("Customers, the most profitable first"),
        "grid": False,
        **labelled(SHARES, lambda share: formats.percent(share, locale)),
    }
    money_axis = {"title": None, **labelled(marks, lambda profit: formats.money_short(profit, currency, locale))}
    rows = [row(point, total, currency, url) for point, url in zip(points, urls, strict=True)]
    before = [row for row, point in zip(rows, points, strict=True) if point[0] <= peak[0]]
    beyond = [row for row, point in zip(rows, points, strict=True) if point[0] >= peak[0]]
    x = {"field": "share", "type": "quantitative", "axis": share_axis, "scale": {"domain": [0, 1], "nice": False}}
    y = {
        "field": "profit",
        "type": "quantitative",
        "axis": money_axis,
        "scale": {"domain": [marks[0], top], "nice": False},
    }
    return document(
        HEIGHT,
        encoding={"x": x, "y": y},
        layer=[
            *part(before, PALETTE["gain"]),
            *(part(beyond, PALETTE["loss"]) if len(beyond) > 1 else []),
            {"data": {"values": [{}]}, "mark": {"type": "rule", "color": PALETTE["faint"]}, "encoding": baseline()},
            *marked(before[-1], PALETTE["gain"], peak_label(before[-1], peak, currency)),
            *(marked(rows[-1], PALETTE["loss"], end_label(rows[-1], points, currency)) if len(beyond) > 1 else []),
            hover(rows),
        ],
    )


def row(point: Point, total: int, currency: str, url: str) -> Spec:
    """A point as the chart's data: its place, its words for the tooltip, and where it leads."""
    customers, profit = point
    locale = formats.active_locale()
    share = customers / total
    return {
        "share": round(share, 5),
        "profit": profit,
        "customers": f"{formats.number(customers, locale)} ({formats.percent(share, locale)})",
        "money": formats.money_short(profit, currency, locale),
        "url": url,
    }


def part(rows: Sequence[Spec], colour: str) -> list[Spec]:
    """One side of the peak: a faint area under a line."""
    return [
        {"data": {"values": list(rows)}, "mark": {"type": "area", "color": colour, "opacity": 0.1}},
        {"data": {"values": list(rows)}, "mark": {"type": "line", "color": colour, "strokeWidth": 2.5}},
    ]


def baseline() -> Spec:
    """Places a rule at no profit, over the whole width."""
    return {"x": {"datum": 0}, "x2": {"datum": 1}, "y": {"datum": 0}}


def marked(place: Spec, colour: str, label: Spec) -> list[Spec]:
    """A dot on the curve and the words beside it."""
    return [
        {
            "data": {"values": [place]},
            "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1, "color": colour},
        },
        {
            "data": {"values": [place]},
            "mark": {"type": "text", "lineBreak": "\n", "fontWeight": 600, "lineHeight": 16, **label},
        },
    ]


def peak_label(place: Spec, peak: Point, currency: str) -> Spec:
    """Above the peak, on the side where there is room."""
    locale = formats.active_locale()
    text = _("Peak: %(profit)s\nwith %(customers)s customers") % {
        "profit": formats.money_short(peak[1], currency, locale),
        "customers": formats.number(peak[0], locale),
    }
    align = "left" if place["share"] < 0.3 else "right" if place["share"] > 0.7 else "center"
    return {"text": text, "align": align, "dy": -28}


def end_label(place: Spec, points: Sequence[Point], currency: str) -> Spec:
    """Under the curve, to the left of its end."""
    locale = formats.active_locale()
    peak = max(profit for _customers, profit in points)
    text = _("End: %(profit)s\nwith all %(customers)s") % {
        "profit": formats.money_short(points[-1][1], currency, locale),
        "customers": formats.number(points[-1][0], locale),
    }
    high = place["profit"] > peak * 0.3
    return {"text": text, "align": "right", "dx": -12, "dy": 20 if high else -28}


def hover(rows: Sequence[Spec]) -> Spec:
    """Invisible stripes side by side over the whole height, so that every place tells the figures of its point."""
    tooltip = [
        {"field": "customers", "type": "nominal", "title": _("Customers")},
        {"field": "money", "type": "nominal", "title": _("Profit so far")},
    ]
    width = {"expr": f"width / {max(len(rows) - 1, 1)} + 1"}
    mark = {"type": "rule", "strokeWidth": width, "opacity": 0, **POINTER}
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": {"y": None, "tooltip": tooltip}}
