"""Decides about one customer, by what is true now: contacts, consent, budgets, prices."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from carteira.customize.decide.choosing import NOTHING, Flags, Vector
from carteira.customize.decide.decision import Decision, Prices, Use
from carteira.customize.decide.pacing import STEP, paced, stepped
from carteira.customize.decide.plan import Plan
from carteira.customize.decide.tally import DAY, Tally
from carteira.errors import CarteiraError

MOST_ACTIONS = 5
"""That may be asked for at once."""
GRANTED = "granted"


class Ask(NamedTuple):
    """What somebody wants to know: the best `limit` actions for a customer, over a channel, "" for any."""

    customer: int
    channel: str = ""
    limit: int = 3
    user: int = 0
    key: bytes = b""
    request: bytes = b""


@dataclass
class Decider:
    """Decisions by a plan and what the log says. `consents`: the latest status by customer, then (purpose, channel)."""

    plan: Plan
    tally: Tally = field(default_factory=Tally)
    consents: dict[int, dict[tuple[str, str], str]] = field(default_factory=dict)
    draw: Callable[[], float] = random.random

    def __post_init__(self) -> None:
        self.tally.terms[self.plan.run] = self.plan.terms
        self.reprice()

    def decide(self, ask: Ask, now: int) -> Decision:
        """The decision; `now` in milliseconds since 1970. Raises `unknown_customer` for who is not in the run."""
        plan = self.plan
        row = plan.row(ask.customer)
        if row < 0:
            raise CarteiraError("unknown_customer", hint="search_customers", customer_id=ask.customer)
        closed = self._closed(ask, now)
        found = plan.candidates(row, self._prices, closed, self.draw())
        action = found[0].action
        uses = plan.uses(row, action) if action != NOTHING else ()
        return Decision(
            now, ask.customer, plan.run, self._version, ask.user, ask.limit, ask.key, ask.request, found, uses
        )

    def step(self, now: int, week: int) -> Prices | None:
        """The prices from now on, where it is time for others; else None. To be told to the tally."""
        self.tally.begin_week(week)
        before = self.tally.prices[1] if self.tally.prices else None
        if before is not None and before.week == week and now - before.at < STEP:
            return None
        return stepped(before, self.plan.options, self.tally.used, week, now)

    def reprice(self) -> None:
        """Takes over the prices and the use of budgets that the tally knows."""
        place, prices = self.tally.prices or (0, None)
        if prices is not None and prices.week != self.tally.week:
            place, prices = 0, None
        self._version = place
        self._prices: Vector = paced(self.plan.options, prices, self.tally.used)

    def used_up(self, uses: tuple[Use, ...]) -> bool:
        """Whether one of these pools has nothing left."""
        resources = self.plan.options.resources
        for resource, pool, _ in uses:
            found = resources[resource]
            capacity = found.capacity[pool]
            if capacity is not None and self.tally.used.get((found.code, found.pools[pool]), 0.0) >= capacity:
                return True
        return False

    def _closed(self, ask: Ask, now: int) -> Flags:
        """(K,) the actions that are out of the question: of another channel, still at rest, or consent is withdrawn."""
        closed = self.plan.closed_to(ask.channel)
        contacts, consents = self.tally.contacts.get(ask.customer), self.consents.get(ask.customer)
        if not contacts and not consents:
            return closed
        closed = closed.copy()
        actions = self.plan.options.actions
        for code, at in (contacts or {}).items():
            k = self.plan.by_code.get(code)
            if k is not None and now - at < actions[k].rest_days * DAY:
                closed[k] = True
        for (purpose, channel), status in (consents or {}).items():
            if status != GRANTED:
                for k, action in enumerate(actions):
                    if (action.purpose, action.channel) == (purpose, channel):
                        closed[k] = True
        return closed
