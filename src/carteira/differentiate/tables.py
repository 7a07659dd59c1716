"""How calculations read the computed tables of one run, whoever serves them."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import pyarrow as pa


class Tables(Protocol):
    """Answers SELECTs over the computed tables of one run and over `reading.LISTS`; `?` are filled from the
    parameters."""

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
        """The result as Arrow."""

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The result as a list, where it is short."""

    def rows_once(self, sql: str) -> list[dict[str, Any]]:
        """The same, remembered until the tables show something else."""

    def batches(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[pa.RecordBatch]:
        """The result in pieces, however long it is."""

    def of_customers(self, name: str, customers: Sequence[int]) -> pa.Table:
        """The rows of these customers in a table of `reading.BY_CUSTOMER`, in its order."""
