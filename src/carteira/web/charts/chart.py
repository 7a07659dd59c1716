"""What every chart has in common: its parts, its look, and axes labelled in the reader's language."""

import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from anyascii import anyascii

from carteira.web.charts.palette import PALETTE
from carteira.web.tables import Table

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
FONT = "Inter Variable, system-ui, sans-serif"
Spec = dict[str, Any]


FEW = 30
"""Customers; a figure that rests on fewer may be chance, and says on how many it rests."""
POINTER: Spec = {"cursor": {"expr": "datum.url ? 'pointer' : 'default'"}}
"""The part of a mark whose data lead somewhere: the field `url` of a row is where a click on its mark goes."""


@dataclass(frozen=True)
class Chart:
    """A drawing and its words.

    `title` is its answer; `note` says in a line what the drawing does not; `summary` tells who cannot see it; `table`
    holds its figures, with the links of its marks. `customers`: how many it rests on. `spec` None: there is nothing to
    draw, and the summary, in the place of the drawing, says why.
    """

    spec: Spec | None
    title: str
    summary: str
    table: Table | None
    note: str = ""
    customers: int | None = None

    @property
    def name(self) -> str:
        """The title as a name for files, addresses and ids: "carteira-60-5-of-customers-bring-165-of-the-profit"."""
        words = re.sub(r"[^a-z0-9]+", "-", anyascii(self.title).lower()).strip("-")
        return f"carteira-{words}"[:80].rstrip("-")

    @property
    def few(self) -> int | None:
        """How many customers it rests on where that is too few to mean much."""
        return self.customers if self.customers is not None and self.customers < FEW else None


def document(height: int, **parts: Any) -> Spec:
    """A Vega-Lite document as wide as its place, in the house's look: no frame, faint rules, quiet axes."""
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "background": None,
        "config": CONFIG,
        **parts,
    }


CONFIG: Spec = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "ticks": False,
        "gridColor": PALETTE["rule"],
        "labelColor": PALETTE["muted"],
        "titleColor": PALETTE["muted"],
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": 400,
        "labelPadding": 8,
        "titlePadding": 12,
        "labelOverlap": True,
    },
    "text": {"fontSize": 12, "color": PALETTE["ink"]},
    "rule": {"color": PALETTE["muted"]},
}


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round values (1, 2 or 5 times a power of ten apart) that cover low..high and zero, `count` or so of them."""
    low, high = min(low, 0.0), max(high, 0.0)
    rough = (high - low) / max(count - 1, 1)
    if not rough:
        return [0.0]
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(factor for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    return [position * step for position in range(math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9) + 1)]


def labelled(values: Sequence[float], write: Callable[[float], str]) -> Spec:
    """The part of an axis that puts our own words at our own values."""
    words = [write(value) for value in values]
    expression = f"{json.dumps(words, ensure_ascii=False)}[indexof({json.dumps(list(values))}, datum.value)]"
    return {"values": list(values), "labelExpr": expression}
