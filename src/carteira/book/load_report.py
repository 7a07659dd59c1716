"""What came of a file's lines: counted while they are read."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from carteira.durable import sync_with_name

if TYPE_CHECKING:
    from carteira.warehouse.files import FileFormat, Mapping, ReadBatch

EXAMPLES = 20


@dataclass
class LoadReport:
    """accepted + rejected = lines. `load_id` is None for a dry run. `examples` are the first accepted rows by column,
    `rejections` the first rejected lines (line, code, column, value), `reasons` the count of rejected lines by code."""

    table: str
    source: str
    file_name: str
    file_format: "FileFormat"
    mapping: "Mapping"
    load_id: int | None = None
    lines: int = 0
    accepted: int = 0
    rejected: int = 0
    replaced: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    examples: list[dict[str, Any]] = field(default_factory=list)
    rejections: list[dict[str, Any]] = field(default_factory=list)
    _refused: list[pa.RecordBatch] = field(default_factory=list)

    def count(self, batch: "ReadBatch") -> None:
        self.lines += batch.lines_read
        self.accepted += batch.accepted.num_rows
        self.rejected += batch.rejected.num_rows
        self.examples += batch.accepted.slice(0, EXAMPLES - len(self.examples)).to_pylist()
        if batch.rejected.num_rows:
            self._refused.append(batch.rejected)
            self.rejections += batch.rejected.slice(0, EXAMPLES - len(self.rejections)).to_pylist()
            for reason in batch.rejected.column("code").value_counts().to_pylist():
                self.reasons[reason["values"]] += reason["counts"]

    def keep_rejections(self, path: Path) -> None:
        """Writes every rejected line to a Parquet file (none where nothing was rejected)."""
        if self._refused:
            path.parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(pa.Table.from_batches(self._refused), path)
            sync_with_name(path)
