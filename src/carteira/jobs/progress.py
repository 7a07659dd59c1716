"""How far a piece of work is."""

from typing import Protocol


class Progress(Protocol):
    """Told by long work how far it is; `total` is None while nobody knows."""

    def __call__(self, stage: str, done: int, total: int | None) -> None: ...


def silent(stage: str, done: int, total: int | None) -> None:
    """For those who do not watch."""
