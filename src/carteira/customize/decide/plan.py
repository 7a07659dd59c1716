"""The options of a run, laid ready for decisions about single customers."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import numpy as np
import numpy.typing as npt

from carteira.customize.decide.choosing import TOP, Codes, Flags, Vector, choose, row_of
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
        self._arrays = tuple(
            plain(array) for array in (options.value, options.deviation, options.eligible, options.scale, options.pool)
        )
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
        actions = tuple({name: asdict(action)[name] for name in kept} for action in self.options.actions)
        resources = tuple({"code": r.code, "unit": r.unit, "pools": list(r.pools)} for r in self.options.resources)
        return Terms(self.run, actions, resources)

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
        count = choose(*self._arrays, self._use, prices, self._minimum_prices, closed, row, draw, found, chances)
        return tuple(Candidate(*each, chance) for each, chance in zip(found[:count].tolist(), chances.tolist(), strict=False))

    def uses(self, row: int, action: int) -> tuple[Use, ...]:
        """What the action takes of which pools for the customer of the row."""
        scale, pool = self._arrays[3], self._arrays[4]
        return tuple(Use(r, int(pool[row, r]), amount * float(scale[row, r])) for r, amount in self._taken[action])


def plain(array: npt.NDArray[np.generic]) -> "Codes | Flags | Vector":
    """The same memory without the class of a mapped file, which costs microseconds at each access."""
    return array.view(np.ndarray)


def touch(array: npt.NDArray[np.generic]) -> None:
    """Has every page of a mapped array read, so that no decision waits for the disk."""
    flat: Sequence[int] = array.reshape(-1).view(np.uint8)[::PAGE]  # type: ignore[assignment]
    np.add.reduce(flat)
