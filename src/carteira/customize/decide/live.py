"""Deciding in this process, together with all others that answer for the same book: through the decision log alone."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from carteira.customize.decide.choosing import NOTHING
from carteira.customize.decide.claims import Claims
from carteira.customize.decide.decider import Ask, Decider
from carteira.customize.decide.decision import Decision, Outcome, Response, Terms, Use
from carteira.customize.decide.following import Follower
from carteira.customize.decide.log import Log, Waiting
from carteira.customize.decide.pacing import week_of
from carteira.customize.decide.plan import Plan
from carteira.customize.decide.records import Record, decoded, encoded
from carteira.customize.decide.segments import record_at
from carteira.customize.decide.tally import DAY, Tally
from carteira.errors import CarteiraError

REMEMBERED = 366
"""Days of the log that count: the longest that an action rests."""
KEPT_FOR = DAY
"""How long a key stands for its decision."""
SLICE = 50
"""Records of others that are counted before whoever asks gets a turn."""
Consents = Mapping[int, Mapping[tuple[str, str], str]]


def now_ms() -> int:
    return time.time_ns() // 1_000_000


class Live:
    """Decides, logs, and hears of what others decided. Methods may be called by several threads."""

    def __init__(self, folder: Path, zone: ZoneInfo, clock: Callable[[], int] = now_ms) -> None:
        self.tally = Tally()
        self._folder, self._zone, self._clock = folder, zone, clock
        self._lock, self._following = threading.Lock(), threading.Lock()
        self._claims = Claims(folder)
        self._log = Log(folder, self._opening)
        self._told: set[int] = set()
        self._consents: dict[int, dict[tuple[str, str], str]] = {}
        self._decider: Decider | None = None
        now = clock()
        self.tally.begin_week(week_of(now, zone))
        self._follower = Follower(folder, self._log.owns, now / 1000 - REMEMBERED * DAY / 1000)
        self._follow()

    @property
    def run(self) -> int | None:
        """The run whose plan is in force."""
        return self._decider.plan.run if self._decider else None

    def put_in_force(self, plan: Plan) -> None:
        """Decides by another plan from now on."""
        decider = Decider(plan, self.tally, self._consents)
        with self._lock:
            _before, self._decider = self._decider, decider  # its memory goes back when nobody waits for the lock

    def take_consents(self, news: Consents) -> None:
        """Takes over the latest status of each (purpose, channel) of customers."""
        with self._lock:
            for customer, found in news.items():
                self._consents.setdefault(customer, {}).update(found)

    def decide(self, ask: Ask, waiter: Waiting) -> tuple[int, Decision]:
        """The decision and its place in the log. It may be told once `waiter` is resolved: then it is on the disk.

        The same key gives the same decision. Raises `no_plan_in_force`, `unknown_customer`, `request_at_work` where
        another process has this key in hand, and `key_for_another_request`.
        """
        if ask.key:
            return self._once(ask, waiter)
        with self._lock:
            return self._decided(ask, waiter)

    def decision(self, place: int) -> Decision | None:
        """What was decided there."""
        content = record_at(self._folder, place)
        found = decoded(content) if content else None
        return found if isinstance(found, Decision) else None

    def terms_of(self, decision: Decision) -> Terms:
        """What the run's actions and resources are."""
        return self.tally.terms[decision.run]

    def respond(self, place: int, decision: Decision, response: Response, user: int, waiter: Waiting) -> Response:
        """What is now known to have become of the decision. Where it was refused it no longer counts as use.

        Raises `nothing_decided` where there was no action, `outcome_known` where the other final response was given.
        """
        if decision.action == NOTHING:
            raise CarteiraError("nothing_decided")
        with self._claimed(b"\xff" + place.to_bytes(8)[2:], waiter):
            self._follow()
            with self._lock:
                return self._responded(place, decision, response, user, waiter)

    def look(self) -> None:
        """Hears what others logged, and sets the prices anew where it is time. To be called every half second or so."""
        self._follow()
        with self._lock:
            now = self._clock()
            self.tally.forget_keys(now - KEPT_FOR)
            if self._decider is None:
                return
            prices = self._decider.step(now, week_of(now, self._zone))
            if prices is not None and self.tally.used:
                self._note(prices)
            self._decider.reprice()

    def close(self) -> None:
        """Writes what is left."""
        self._log.close()
        self._follower.close()
        self._claims.close()

    def _once(self, ask: Ask, waiter: Waiting) -> tuple[int, Decision]:
        with self._lock:
            found = self._known(ask)
        if found is None:
            with self._claimed(ask.key, waiter):
                self._follow()
                with self._lock:
                    found = self._known(ask)
                    if found is None:
                        return self._decided(ask, waiter)
        self._log.after_all(waiter)
        return found

    def _responded(self, place: int, decision: Decision, response: Response, user: int, waiter: Waiting) -> Response:
        known = self.tally.responses.get(place)
        if known is not None and response in (known, Response.SHOWN):
            self._log.after_all(waiter)
            return known
        if known is not None and known != Response.SHOWN:
            raise CarteiraError("outcome_known", outcome=known.name.lower())
        back = tuple(Use(r, p, -amount) for r, p, amount in decision.uses)
        uses = back if response == Response.REFUSED else ()
        self._note(Outcome(self._clock(), place, decision.customer, decision.run, user, response, uses), waiter)
        return response

    @contextmanager
    def _claimed(self, digest: bytes, waiter: Waiting) -> Iterator[None]:
        """Keeps other processes off until `waiter` is resolved, or nothing came of it."""
        self._claims.take(digest)
        try:
            yield
        except BaseException:
            self._claims.free(digest)
            raise
        waiter.add_done_callback(lambda _: self._claims.free(digest))

    def _known(self, ask: Ask) -> tuple[int, Decision] | None:
        found = self.tally.keyed.get(ask.key)
        if found is not None and found[1].request != ask.request:
            raise CarteiraError("key_for_another_request")
        return found

    def _decided(self, ask: Ask, waiter: Waiting) -> tuple[int, Decision]:
        if self._decider is None:
            raise CarteiraError("no_plan_in_force", hint="publish_a_plan")
        decision = self._decider.decide(ask, self._clock())
        place = self._note(decision, waiter)
        if self._decider.used_up(decision.uses):
            self._decider.reprice()
        return place, decision

    def _note(self, record: Record, waiter: Waiting | None = None) -> int:
        if isinstance(record, Decision | Outcome) and record.run not in self._told:
            self._told.add(record.run)
            self._log.append(encoded(self.tally.terms[record.run]))
        place = self._log.append(encoded(record), waiter)
        self.tally.tell(place, record)
        return place

    def _opening(self) -> list[bytes]:
        """Each segment can be read by itself."""
        return [encoded(self.tally.terms[run]) for run in sorted(self._told)]

    def _follow(self) -> None:
        """Hears what others logged, a few records at a time: nobody who asks waits for more than these."""
        with self._following:
            news = self._follower.news()
            while records := [(place, decoded(content, brief=True)) for place, content in islice(news, SLICE)]:
                with self._lock:
                    for place, record in records:
                        self.tally.tell(place, record)
                time.sleep(0)  # lets go of the interpreter
