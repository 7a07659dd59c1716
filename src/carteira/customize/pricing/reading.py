"""Arrow columns as numbers, and the segments in which prices are compared."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from carteira.differentiate.peers import Floats, Integers

NONE = -1


class Segments(NamedTuple):
    """The pairs of kind and needs segment of a book, numbered in their order, and the one of each customer."""

    customer_ids: pa.Array
    of_customer: Integers
    """Place of each customer's segment in `table`."""
    table: pa.Table
    """kind, segment: one row for each segment; the needs segment null for who never bought."""

    def of(self, customer_ids: pa.ChunkedArray) -> tuple[Integers, Integers]:
        """The place of each customer in `customer_ids` (NONE where it is not there) and its segment."""
        place = codes(pc.index_in(customer_ids, value_set=self.customer_ids))
        return place, np.where(place < 0, NONE, self.of_customer[place] if len(self.of_customer) else NONE)


def segments_of(customers: pa.Table) -> Segments:
    """The segments of the table `price_customers`."""
    (kinds, kind), (needs, need) = encoded(customers["kind"]), encoded(customers["segment"])
    width = len(needs) + 1
    found, place = np.unique(kind * width + need, return_inverse=True)
    kind_of, need_of = np.divmod(found + 1, width)
    columns = {"kind": _taken(kinds, kind_of), "segment": _taken(needs, need_of - 1)}
    return Segments(customers["customer_id"].combine_chunks(), place.astype(np.int64), pa.table(columns))


def _taken(values: pa.Array, place: Integers) -> pa.Array:
    return values.take(pa.array(place, pa.int64(), mask=place < 0))


def encoded(column: pa.ChunkedArray) -> tuple[pa.Array, Integers]:
    """The distinct values but null, and each row's place among them (NONE for null)."""
    found = pc.dictionary_encode(column.combine_chunks())
    return found.dictionary, codes(found.indices)


def codes(column: pa.Array | pa.ChunkedArray) -> Integers:
    filled = pc.fill_null(pc.cast(column, pa.int64()), NONE)
    return np.asarray(filled.to_numpy(zero_copy_only=False), dtype=np.int64)


def floats(column: pa.ChunkedArray) -> Floats:
    """NaN where null."""
    return np.asarray(pc.cast(column, pa.float64()).to_numpy(), dtype=np.float64)


def known(values: Floats) -> pa.Array:
    """NaN as null."""
    return pa.array(values, pa.float64(), mask=~np.isfinite(values))
