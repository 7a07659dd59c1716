"""Two shares of each value side by side: what is at hand, and what is wanted."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from carteira.web import formats
from carteira.web.charts.chart import POINTER, Spec, document, labelled, ticks
from carteira.web.charts.palette import PALETTE

BAR = 40


@dataclass(frozen=True)
class Pair:
    """A value by its label, with its two shares (from 0 to 1) and where it leads."""

    label: str
    at_hand: float
    wanted: float
    url: str


def paired_bars(pairs: Sequence[Pair]) -> Spec:
    """For each value its share at hand, in full colour, above the wanted one, paler."""
    hand, wanted = _("At hand"), _("Wanted")
    rows = [
        {
            "label": pair.label,
            "which": which,
            "share": share,
            "words": formats.percent(share, formats.active_locale()),
            "url": pair.url,
        }
        for pair in pairs
        for which, share in ((hand, pair.at_hand), (wanted, pair.wanted))
    ]
    most = max((max(pair.at_hand, pair.wanted) for pair in pairs), default=0.0) or 1.0
    marks = [mark for mark in ticks(0, most) if mark <= most * 1.15]
    axis = {"title": None, **labelled(marks, lambda share: formats.percent(share, formats.active_locale()))}
    y_axis = {"title": None, "labelColor": PALETTE["ink"], "grid": False, "labelLimit": 160}
    y = {"field": "label", "type": "nominal", "sort": None, "axis": y_axis, "scale": {"paddingInner": 0.3}}
    x = {"field": "share", "type": "quantitative", "axis": axis, "scale": {"domain": [0, most * 1.15], "nice": False}}
    colour = {
        "field": "which",
        "type": "nominal",
        "scale": {"domain": [hand, wanted], "range": [PALETTE["mgc"], PALETTE["faint"]]},
        "legend": {"title": None, "orient": "top", "labelColor": PALETTE["ink"], "labelFontSize": 12},
    }
    offset = {"field": "which", "type": "nominal", "sort": None}
    tooltip = [{"field": field, "type": "nominal", "title": title} for field, title in
               (("label", _("Value")), ("which", _("Share of customers")), ("words", _("Share")))]  # fmt: skip
    return document(
        BAR * len(pairs) + 80,
        data={"values": rows},
        encoding={"y": y, "yOffset": offset, "x": x, "tooltip": tooltip},
        layer=[
            {"mark": {"type": "bar", "cornerRadius": 2, **POINTER}, "encoding": {"color": colour}},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, **POINTER},
                "encoding": {"text": {"field": "words"}},
            },
        ],
    )
