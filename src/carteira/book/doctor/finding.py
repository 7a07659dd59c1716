"""What a check of the book found."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """`note`: nothing is wrong, but somebody should know."""

    WELL = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One check. `code` with `arguments` says what was found, good or bad."""

    level: Level
    code: str
    arguments: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.level != Level.WRONG


def well(code: str, **arguments: Any) -> Finding:
    return Finding(Level.WELL, code, arguments)


def note(code: str, **arguments: Any) -> Finding:
    return Finding(Level.NOTE, code, arguments)


def wrong(code: str, **arguments: Any) -> Finding:
    return Finding(Level.WRONG, code, arguments)
