"""How far a piece of work is, how fast it goes, and how long it will still take."""

from dataclasses import dataclass
from math import exp
from typing import Protocol

SMOOTHED_SECONDS = 10.0
"""A rate counts for about this long."""


class Progress(Protocol):
    """Told by long work how far it is; `total` is None while nobody knows."""

    def __call__(self, stage: str, done: int, total: int | None) -> None: ...


def silent(stage: str, done: int, total: int | None) -> None:
    """For those who do not watch."""


@dataclass
class Course:
    """The progress of one job as people see it: it never goes back, not even where the work began anew.

    It starts where an earlier attempt was, and stands still there until this one has caught up. `rate` is in units per
    second, smoothed; None until two reports of the same stage tell.
    """

    stage: str = ""
    done: int = 0
    total: int | None = None
    rate: float | None = None
    _caught_up: bool = False
    _reached: tuple[float, int] | None = None

    def follow(self, stage: str, done: int, total: int | None, seconds: float) -> None:
        """Takes over a report made at `seconds` of a clock that only goes forward."""
        if not self._caught_up and self.stage and (stage != self.stage or done < self.done):
            return
        if not self._caught_up or stage != self.stage:
            self._caught_up, self._reached, self.rate = True, None, None
        if self._reached and seconds > self._reached[0]:
            self.rate = smoothed(self.rate, done - self._reached[1], seconds - self._reached[0])
        self._reached = (seconds, done)
        self.stage, self.done, self.total = stage, done, total


def smoothed(rate: float | None, done: int, seconds: float) -> float:
    """The rate after `done` more units in `seconds` more: an exponential moving average over SMOOTHED_SECONDS."""
    now = done / seconds
    if rate is None:
        return now
    return now + (rate - now) * exp(-seconds / SMOOTHED_SECONDS)


def seconds_left(done: int, total: int | None, rate: float | None) -> float | None:
    """How long what is left takes at that rate; None where nobody can say."""
    if total is None or not rate or rate < 0:
        return None
    return max(0, total - done) / rate
