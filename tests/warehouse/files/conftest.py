"""Reading a file made in the test, as rows."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from carteira.warehouse.facts import FACTS
from carteira.warehouse.files import FileFormat, Mapping, inspect, read

HEADER = "order_id,customer,ordered_at,product_id,quantity,unit_price"


@dataclass
class Reading:
    """What came of a file: accepted rows, rejected lines as (line, code, column, value), and the number of lines read."""

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


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Writes a file and says where it is."""

    def written(data: str | bytes, name: str = "file.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return written


@pytest.fixture
def read_text(write: Callable[..., Path]) -> Read:
    """Reads the text or bytes as a file."""
    return lambda data, *arguments, **options: read_file(write(data), *arguments, **options)


@pytest.fixture
def read_orders(read_text: Read) -> Read:
    """Reads lines of orders under the canonical header."""
    return lambda *lines, mapping="", **options: read_text("\n".join((HEADER, *lines)) + "\n", "orders", mapping, **options)


@pytest.fixture
def inspected(write: Callable[..., Path]) -> Callable[[str | bytes], FileFormat]:
    """How the text or bytes are written."""
    return lambda data: inspect(write(data))
