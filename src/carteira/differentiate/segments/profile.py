"""What segments tell customers apart by: lines by product category, what is granted to them, what they answered."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

from carteira.differentiate.segments.mixture import Customers, Floats

Integers = npt.NDArray[np.int64]

LEAST_CONCESSION = 0.002
"""A smaller share given away in discounts is as none: its logarithm would tell prices apart that nobody would."""
NONE = -1


@dataclass(frozen=True)
class Profile:
    """N customers: `ids` (N,); `lines` (N, C) of `categories`; `answer` (N,), a place in `answers` or -1; `concession`
    (N,), logarithm of the share given away in discounts, NaN where nothing was bought, less the usual one of the kind
    (`usual`)."""

    ids: Integers
    categories: tuple[str, ...]
    lines: csr_array
    answers: tuple[str, ...]
    answer: Integers
    concession: Floats
    usual: Mapping[str, float]

    @classmethod
    def of(cls, inputs: pa.Table, purchases: pa.Table, most_categories: int) -> "Profile":
        """From `needs_inputs` and `purchase_mix`. Categories beyond the `most_categories` with most lines are left
        out."""
        ids = np.asarray(inputs["customer_id"].to_numpy(), dtype=np.int64)
        answers, answer = _codes(inputs["answer"])
        categories, lines = _lines(ids, purchases, most_categories)
        kinds, kind = _codes(inputs["kind"])
        share = np.asarray(pc.cast(inputs["discount_share"], pa.float64()).to_numpy(), dtype=np.float64)
        granted = np.log(np.maximum(share, LEAST_CONCESSION))
        usual = {name: _mean(granted[kind == code]) for code, name in enumerate(kinds)}
        by_kind = np.array([*usual.values(), 0.0])[kind]
        return cls(ids, categories, lines, answers, answer, granted - by_kind, usual)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def bought(self) -> npt.NDArray[np.bool_]:
        """Who has a line to be told apart by (N,)."""
        return np.diff(self.lines.indptr) > 0

    def customers(self, rows: Integers) -> Customers:
        """These customers, as the mixture takes them."""
        told = np.zeros((len(rows), len(self.answers)))
        given = self.answer[rows] != NONE
        told[given, self.answer[rows][given]] = 1.0
        return Customers((self.lines[rows].toarray(), told), self.concession[rows, None])


def concession(discount_share: float | None, usual: float) -> float:
    """The measure of one customer whose kind is usually granted so much."""
    return float("nan") if discount_share is None else float(np.log(max(discount_share, LEAST_CONCESSION)) - usual)


def _lines(ids: Integers, purchases: pa.Table, most: int) -> tuple[tuple[str, ...], csr_array]:
    names, code = _codes(purchases["category"])
    count = np.asarray(purchases["lines"].to_numpy(), dtype=np.float64)
    kept = np.sort(np.argsort(-np.bincount(code, count, len(names)), kind="stable")[:most])
    place = np.full(len(names), NONE, np.int64)
    place[kept] = np.arange(len(kept))
    row = np.asarray(pc.index_in(purchases["customer_id"], value_set=pa.array(ids)).to_numpy(), dtype=np.float64)
    used = (place[code] != NONE) & ~np.isnan(row)
    entries = (count[used], (row[used].astype(np.int64), place[code][used]))
    return tuple(names[number] for number in kept), csr_array(entries, shape=(len(ids), len(kept)))


def _codes(column: pa.ChunkedArray) -> tuple[tuple[str, ...], Integers]:
    """The values in the order of their names, and each row's place among them, -1 where it has none."""
    names = pa.array(sorted(each for each in pc.unique(column).to_pylist() if each is not None), pa.string())
    place = pc.fill_null(pc.index_in(column, value_set=names), NONE) if len(names) else pa.repeat(NONE, len(column))
    return tuple(names.to_pylist()), np.asarray(place.to_numpy(), dtype=np.int64)


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else 0.0
