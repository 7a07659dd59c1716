"""What the log says now: who was contacted with what, how much of the resources this week took, and what became of
each decision. Told every record of every process once, in any order between processes."""

from collections import OrderedDict
from dataclasses import dataclass, field

from carteira.customize.decide.choosing import NOTHING
from carteira.customize.decide.decision import Decision, Outcome, Prices, Response, Terms, Use
from carteira.customize.decide.records import Record

DAY = 24 * 3600 * 1000
"""Milliseconds."""
Pooled = tuple[str, str]
"""Code of a resource, name of a pool."""


@dataclass
class Tally:
    """`contacts`: when each customer was last given each action (milliseconds, by code). `used`: of each pool since the
    beginning of `week`. `responses` by the place of the decision; `keyed`: decisions of the last day by their key."""

    week: int = 0
    contacts: dict[int, dict[str, int]] = field(default_factory=dict)
    used: dict[Pooled, float] = field(default_factory=dict)
    responses: dict[int, Response] = field(default_factory=dict)
    keyed: "OrderedDict[bytes, tuple[int, Decision]]" = field(default_factory=OrderedDict)
    prices: tuple[int, Prices] | None = None
    terms: dict[int, Terms] = field(default_factory=dict)

    def tell(self, place: int, record: Record) -> None:
        """Counts a record that lies at this place of the log."""
        if isinstance(record, Decision):
            self._decided(place, record)
        elif isinstance(record, Outcome):
            self.responses[record.decision] = max(record.response, self.responses.get(record.decision, Response.SHOWN))
            self._use(record.at, record.run, record.uses)
        elif isinstance(record, Terms):
            self.terms[record.run] = record
        elif self.prices is None or record.at > self.prices[1].at:
            self.prices = (place, record)

    def begin_week(self, week: int) -> None:
        """Begins to count what resources take anew."""
        if week != self.week:
            self.week = week
            self.used.clear()

    def forget_keys(self, before: int) -> None:
        """Forgets the keys of decisions before this moment."""
        while self.keyed and next(iter(self.keyed.values()))[1].at < before:
            self.keyed.popitem(last=False)

    def _decided(self, place: int, decision: Decision) -> None:
        if decision.key:
            self.keyed[decision.key] = (place, decision)
        if decision.action == NOTHING:
            return
        code = self.terms[decision.run].actions[decision.action]["code"]
        mine = self.contacts.setdefault(decision.customer, {})
        mine[code] = max(decision.at, mine.get(code, 0))
        self._use(decision.at, decision.run, decision.uses)

    def _use(self, at: int, run: int, uses: tuple[Use, ...]) -> None:
        if at < self.week:
            return
        for resource, pool, amount in uses:
            found = self.terms[run].resources[resource]
            key = (found["code"], found["pools"][pool])
            self.used[key] = self.used.get(key, 0.0) + amount
