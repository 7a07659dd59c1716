"""The days of the history: months, and the two periods that profit is told for."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from carteira.demo.text import Ints
from carteira.demo.world import World, months_before

EPOCH = date(1970, 1, 1)
PERIODS = 2
PREVIOUS, CURRENT = 0, 1


@dataclass(frozen=True)
class Calendar:
    """Days are counted from 1970. `starts`: first days of the months, closed by as_of; `numbers`: each month's number
    in the year, 0 = January; `bounds`: start of the previous period, of the current one (the 12 months to as_of),
    as_of."""

    as_of: date
    starts: Ints
    numbers: list[int]
    bounds: tuple[int, int, int]

    @property
    def end(self) -> int:
        return self.bounds[-1]

    def months_left(self) -> Ints:
        """Months from the start of each month to as_of."""
        return np.arange(len(self.numbers), 0, -1)

    def period(self, day: Ints) -> Ints:
        """0 = previous, 1 = current, -1 = neither."""
        previous, current, end = self.bounds
        return np.where((day < previous) | (day >= end), -1, (day >= current).astype(np.int64))


def make_calendar(world: World, as_of: date) -> Calendar:
    """The calendar of a history that ends the day before as_of."""
    starts = world.month_starts(as_of)
    bounds = [(months_before(as_of, months) - EPOCH).days for months in (24, 12, 0)]
    return Calendar(
        as_of=as_of,
        starts=np.array([(start - EPOCH).days for start in starts], np.int64),
        numbers=[start.month - 1 for start in starts[:-1]],
        bounds=(bounds[0], bounds[1], bounds[2]),
    )
