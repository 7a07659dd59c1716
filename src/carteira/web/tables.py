"""A table as data: what the component `{% data_table %}` shows, and what stands behind every chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise

Kind = Literal["text", "money", "number", "percent", "points", "day"]


@dataclass(frozen=True)
class Column:
    """`kind` says how its values are written; every kind but text stands right-aligned in tabular figures. `points`: a
    difference of two shares."""

    title: str | Promise
    kind: Kind = "text"


@dataclass(frozen=True)
class Cell:
    """A value that leads somewhere."""

    value: Any
    url: str


@dataclass(frozen=True)
class Table:
    """Rows hold plain values (money in minor units) or cells; the first value of a row names it."""

    caption: str | Promise
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
