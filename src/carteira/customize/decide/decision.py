"""What was decided, as it is answered and logged."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

from carteira.customize.decide.choosing import NOTHING


class Candidate(NamedTuple):
    """Something that could be done. `action`: its place in the run's actions, NOTHING for none of them; money in minor
    units. `score`: value less `price`, that of what it uses, with its minimum's. `resource`: the one with the largest
    part of the price, -1 for none. `chance`: that it had of being chosen."""

    action: int
    score: int
    value: int
    price: int
    resource: int
    chance: float


class Use(NamedTuple):
    """How much of a pool of a resource the chosen action takes."""

    resource: int
    pool: int
    amount: float


class Decision(NamedTuple):
    """The chosen candidate first, then the others, best first.

    `at`: milliseconds since 1970. `prices`: place in the log of the prices that decided, 0 for the plan's own. `user`:
    who asked. `limit`: how many actions were asked for. `key`: digest of the caller's key for this request, empty for
    none, and `request` of what was asked with it.
    """

    at: int
    customer: int
    run: int
    prices: int
    user: int
    limit: int
    key: bytes
    request: bytes
    candidates: tuple[Candidate, ...]
    uses: tuple[Use, ...]

    @property
    def action(self) -> int:
        return self.candidates[0].action

    @property
    def explored(self) -> bool:
        """Whether something else than the best was chosen, in order to learn."""
        return len(self.candidates) > 1 and self.candidates[1].score > self.candidates[0].score

    @property
    def shown(self) -> tuple[Candidate, ...]:
        """The chosen action, then the next best ones that are worth their price; none where nothing was chosen."""
        if self.action == NOTHING:
            return ()
        others = [each for each in self.candidates[1:] if each.action != NOTHING and each.score > 0]
        return (self.candidates[0], *others[: self.limit - 1])


class Response(IntEnum):
    """What became of a decision. The last two are final."""

    SHOWN = 1
    REFUSED = 2
    ACCEPTED = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the decision at a place in the log. `uses`: what it changes in the use of resources."""

    at: int
    decision: int
    customer: int
    run: int
    user: int
    response: Response
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """What the log says of a run's plan, so that its decisions can be read when the run is gone."""

    run: int
    actions: tuple[dict[str, Any], ...]
    resources: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Prices:
    """Factors on the plan's prices, by resource and pool ("code/pool"), with the sums of errors behind them.

    `week`: its beginning, in milliseconds, in which they hold.
    """

    at: int
    week: int
    factors: dict[str, float]
    sums: dict[str, float]
