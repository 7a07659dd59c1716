"""How often somebody buys something, and when next: own intervals shrunk to those of the product or of the book.

Intervals are gamma distributed around the expected one (a renewal process; Ross, Stochastic Processes, 2nd ed., 3.1).
The chance of a purchase and the days that remain, given the days since the last one, follow in closed form.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincc

Codes = npt.NDArray[np.int32]
Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

CREDIBILITIES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
USUAL_CREDIBILITY = 4.0
ENOUGH = 100
"""Pairs bought three times or more, from which a book tells its own credibility and regularity."""
LONE_INTERVAL = 90.0
"""Days between two purchases where nobody in the book has bought anything twice."""
SHAPES = (0.5, 50.0)
VANISHED = 1e-12


class Occasions(NamedTuple):
    """Days with a purchase: how many, first and last, the last interval, the sum of squares of all intervals."""

    times: Codes
    first: Codes
    last: Codes
    latest: Codes
    squares: Floats

    def take(self, rows: Integers) -> "Occasions":
        return Occasions._make(column[rows] for column in self)

    @property
    def intervals(self) -> Codes:
        return np.maximum(self.times - 1, 0)

    @property
    def span(self) -> Codes:
        return self.last - self.first


class Rhythm(NamedTuple):
    """Expected days between purchases, one per row of the occasions, and the shape of the gamma around it."""

    interval: Floats
    shape: float

    def take(self, rows: Integers) -> "Rhythm":
        return Rhythm(self.interval[rows], self.shape)


def occasions(day: Codes, begin: Integers) -> Occasions:
    """The occasions of each group of ascending days; the groups start at `begin`."""
    if not len(begin):
        return Occasions._make([*(np.zeros(0, np.int32) for _ in range(4)), np.zeros(0)])
    end = np.append(begin[1:], len(day)) - 1
    gap = np.diff(day, prepend=day[:1])
    gap[begin] = 0
    squares = np.add.reduceat(gap.astype(np.float64) ** 2, begin)
    return Occasions((end - begin + 1).astype(np.int32), day[begin], day[end], gap[end], squares)


def rhythm(when: Occasions, group: Codes, groups: int) -> Rhythm:
    """Each row's own intervals shrunk to those of its group (the product), which are shrunk to those of the book.

    interval = (span + k group's) / (intervals + k), group's = (sum of spans + k book's) / (sum of intervals + k): the
    credibility estimate (Buehlmann 1967), with the k that best foretells each last interval from those before it.
    """
    total = int(when.intervals.sum())
    book = float(when.span.sum()) / total if total else LONE_INTERVAL
    spans, intervals = (np.bincount(group, column, groups) for column in (when.span, when.intervals))
    again = when.times > 2
    k = USUAL_CREDIBILITY
    if again.sum() >= ENOUGH:
        usual = ((spans + k * book) / (intervals + k))[group[again]]
        before = (when.span - when.latest)[again], when.intervals[again] - 1
        errors = [
            np.mean(((when.latest[again] - (before[0] + k * usual) / (before[1] + k)) / usual) ** 2)
            for k in CREDIBILITIES
        ]
        k = CREDIBILITIES[int(np.argmin(errors))]
    of_group = (spans + k * book) / (intervals + k)
    interval = (when.span + k * of_group[group]) / (when.intervals + k)
    return Rhythm(np.maximum(interval, 1.0), _shape(when))


def remaining_days(elapsed: Floats, rhythm: Rhythm) -> Floats:
    """Expected days to the next purchase given `elapsed` since the last: the mean residual life, always above zero."""
    shape = rhythm.shape
    x = shape * elapsed / rhythm.interval
    survival = gammaincc(shape, x)
    usual = rhythm.interval * gammaincc(shape + 1, x) / np.maximum(survival, VANISHED) - elapsed
    return np.where(survival > VANISHED, np.maximum(usual, 0.0), rhythm.interval / shape)


def chance_within(days: float, elapsed: Floats, rhythm: Rhythm) -> Floats:
    """The chance that the next purchase comes within `days`, given `elapsed` since the last."""
    shape = rhythm.shape
    survival = gammaincc(shape, shape * elapsed / rhythm.interval)
    later = gammaincc(shape, shape * (elapsed + days) / rhythm.interval)
    far = -np.expm1(-shape * days / rhythm.interval)
    return np.where(survival > VANISHED, 1 - later / np.maximum(survival, VANISHED), far)


def _shape(when: Occasions) -> float:
    """1 / the squared coefficient of variation of the intervals around each row's own mean; 1 where too few tell."""
    again = when.times > 2
    if again.sum() < ENOUGH:
        return 1.0
    count, span = when.intervals[again].astype(np.float64), when.span[again]
    around = float((when.squares[again] - span**2 / count).sum())
    mean_square = (count - 1) * (span / count) ** 2
    share = around / float(mean_square.sum())
    inflated = float((mean_square / count).sum() / mean_square.sum())  # a mean of few intervals has their noise in it
    squared = share / max(1 - share * inflated, VANISHED)
    return float(np.clip(1 / max(squared, VANISHED), *SHAPES))
