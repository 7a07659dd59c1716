"""Files made in the test, and what came of reading them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from carteira.warehouse.files import FileFormat, inspect
from tests.warehouse.files.reading import Read, read_file

HEADER = "order_id,customer,ordered_at,product_id,quantity,unit_price"


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
    return lambda *lines, mapping="", **options: read_text(
        "\n".join((HEADER, *lines)) + "\n", "orders", mapping, **options
    )


@pytest.fixture
def inspected(write: Callable[..., Path]) -> Callable[[str | bytes], FileFormat]:
    """How the text or bytes are written."""
    return lambda data: inspect(write(data))
