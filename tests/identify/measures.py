"""Pairwise precision and recall of a clustering."""

from collections import Counter
from collections.abc import Hashable, Sequence

import pyarrow as pa


def pairwise(found: Sequence[Hashable], true: Sequence[Hashable]) -> tuple[float, float, float]:
    """(precision, recall, F1) over unordered pairs of records that share a label."""
    hits = _pairs(list(zip(found, true, strict=True)))
    precision, recall = hits / max(_pairs(found), 1), hits / max(_pairs(true), 1)
    return precision, recall, 2 * precision * recall / (precision + recall)


def customer_of(links: pa.Table) -> dict[tuple[str, str], int]:
    keys = zip(links["source"].to_pylist(), links["source_id"].to_pylist(), strict=True)
    return dict(zip(keys, links["customer_id"].to_pylist(), strict=True))


def _pairs(labels: Sequence[Hashable]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(labels).values())
