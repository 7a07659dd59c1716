"""The client's own log, outside the product: what it tried, and what it was told is done. Only ever added to."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Log:
    """Lines of JSON. Each is one write to the file, so a killed process leaves whole lines."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, what: str, **details: Any) -> None:
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.write(descriptor, json.dumps({"what": what, **details}).encode() + b"\n")
        os.close(descriptor)

    def entries(self, what: str) -> Iterator[dict[str, Any]]:
        """The lines of one sort, in their order."""
        text = self._path.read_text(encoding="utf-8") if self._path.exists() else ""
        return (entry for entry in map(json.loads, text.splitlines()) if entry["what"] == what)
