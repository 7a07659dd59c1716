"""The options of a run, laid ready for decisions about single customers."""

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from carteira.customize.decide.choosing import TOP, Flags, Vector, choose, row_of
from carteira.customize.decide.decision import Candidate, Terms, Use
from carteira.customize.options import Options

PAGE = 4096


@dataclass
class Plan:
    """One customer's options in microseconds. Making one compiles the kernels and reads the arrays' pages, which may
    take seconds: do so beside the plan in force, then exchange the two."""

    options: Options
    run: int = field(init=False)
    by_code: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        options = self.options
        self.run = options.run_id
        self.by_code = {action.code: k for k, action in enumerate(options.actions)}
        self.prices = options.prices
        self._customer = plain(options.customer)
        mapped = (options.value, options.deviation, options.eligible, options.scale, options.pool)
        self._arrays: Any = tuple(plain(array) for array in mapped)
        self._use = options.use
        self._minimum_prices = np.array(options.minimum_prices, np.float64)
        self._taken = [[(r, amount) for r, amount in enumerate(a.uses) if amount] for a in options.actions]
        self._open = np.zeros(len(options.actions), np.bool_)
        self._channels: dict[str, Flags] = {}
        for array in (self._customer, *self._arrays):
            touch(array)
        if len(self._customer):
            self.candidates(self.row(int(self._customer[0])), self.prices, self._open, 0.5)

    @property
    def terms(self) -> Terms:
        """What the log keeps of the plan."""
        kept = ("code", "name", "channel", "goal", "product_group", "offer", "cost", "rest_days")
        actions = [asdict(action) for action in self.options.actions]
        resources = [{"code": r.code, "unit": r.unit, "pools": list(r.pools)} for r in self.options.resources]
        return Terms(self.run, tuple({name: each[name] for name in kept} for each in actions), tuple(resources))

    def row(self, customer: int) -> int:
        """The customer's row, -1 where the run does not know it."""
        return int(row_of(self._customer, customer))

    def closed_to(self, channel: str) -> Flags:
        """(K,) the actions that another channel than this one carries out; none of them for ""."""
        if not channel:
            return self._open
        if channel not in self._channels:
            self._channels[channel] = np.array([a.channel != channel for a in self.options.actions], np.bool_)
        return self._channels[channel]

    def candidates(self, row: int, prices: Vector, closed: Flags, draw: float) -> tuple[Candidate, ...]:
        """What could be done with the customer of the row, the chosen one first."""
        found, chances = np.empty((TOP + 1, 5), np.int64), np.empty(TOP + 1)
        value, deviation, eligible, scale, pool = self._arrays
        minimum = self._minimum_prices
        count = choose(
            value, deviation, eligible, scale, pool, self._use, prices, minimum, closed, row, draw, found, chances
        )
        lines = zip(found[:count].tolist(), chances[:count].tolist(), strict=True)
        return tuple([Candidate._make((*line, chance)) for line, chance in lines])

    def uses(self, row: int, action: int) -> tuple[Use, ...]:
        """What the action takes of which pools for the customer of the row."""
        scale, pool = self._arrays[3], self._arrays[4]
        return tuple([Use(r, int(pool[row, r]), amount * float(scale[row, r])) for r, amount in self._taken[action]])


def plain(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The same memory without the class of a mapped file, which costs microseconds at each access."""
    return array.view(np.ndarray)


def touch(array: npt.NDArray[Any]) -> None:
    """Has every page of a mapped array read, so that no decision waits for the disk."""
    np.add.reduce(array.reshape(-1).view(np.uint8)[::PAGE])
