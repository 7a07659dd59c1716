"""What a backup says of itself."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Manifest:
    """The content of a backup: the version that made it and when, which database it holds at which migrations, what a
    restore must know of that database, and how much there is of what."""

    version: str
    made_at: str
    vendor: str
    migrations: list[list[str]]
    database: dict[str, Any]
    loads: int
    run_id: int | None
    customers: int
    plain_bytes: int

    def about(self) -> dict[str, Any]:
        return asdict(self)


def manifest_of(about: dict[str, Any]) -> Manifest:
    """The manifest that an archive holds. Raises ValueError, KeyError or TypeError for anything else."""
    found = Manifest(**about)
    datetime.fromisoformat(found.made_at)
    if not all(isinstance(app, str) and isinstance(name, str) for app, name in found.migrations):
        raise ValueError("a migration")
    numbers = (found.loads, found.run_id or 0, found.customers, found.plain_bytes)
    if not all(isinstance(number, int) and number >= 0 for number in numbers):
        raise ValueError("a number")
    if found.vendor == "postgresql":
        _check_postgresql(found.database)
    elif found.vendor != "sqlite":
        raise ValueError("a database")
    return found


def _check_postgresql(database: dict[str, Any]) -> None:
    for columns in database["tables"].values():
        if not all(isinstance(name, str) for name in columns):
            raise ValueError("a column")
    if not all(isinstance(last, int) for last in database["sequences"].values()):
        raise ValueError("a sequence")
