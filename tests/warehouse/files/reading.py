"""Reading a file whole, as rows."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from carteira.warehouse.facts import FACTS
from carteira.warehouse.files import Mapping, inspect, read


@dataclass
class Reading:
    """What came of a file: accepted rows, rejected lines (line, code, column, value), the number of lines read."""

    accepted: list[dict[str, Any]]
    rejected: list[tuple[int, str, str, str | None]]
    lines: int

    def column(self, name: str) -> list[Any]:
        return [row[name] for row in self.accepted]


Read = Callable[..., Reading]


def read_file(path: Path, table: str = "orders", mapping: str | Mapping = "", **options: Any) -> Reading:
    given = Mapping.from_toml(mapping) if isinstance(mapping, str) else mapping
    result = Reading([], [], 0)
    options = {"time_zone": "America/Sao_Paulo"} | options
    for batch in read(path, FACTS[table], given, inspect(path, mapping=given), **options):
        batch.accepted.validate(full=True)
        result.accepted += batch.accepted.to_pylist()
        result.rejected += [tuple(row.values()) for row in batch.rejected.to_pylist()]
        result.lines += batch.lines_read
    assert len(result.accepted) + len(result.rejected) == result.lines
    return result
