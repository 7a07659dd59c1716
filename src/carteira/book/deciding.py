"""Decisions in real time about the open book: by the plan in force, within what each caller may see."""

import logging
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from carteira.accounts.access import Access
from carteira.accounts.choices import Permission
from carteira.book import settings as book_settings
from carteira.book.home import Home
from carteira.customize.decide.decider import Ask
from carteira.customize.decide.decision import Decision, Response, Terms
from carteira.customize.decide.live import Live
from carteira.customize.decide.log import Waiting
from carteira.customize.decide.plan import Plan
from carteira.customize.decide.queries import plan_in_force
from carteira.customize.options import opened
from carteira.errors import CarteiraError
from carteira.identify.queries import consents, owners_of

LOOK_SECONDS = 0.4
"""Between two looks at what others published, logged and agreed: what they did counts here within a second."""
OVERLAP = timedelta(minutes=1)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Decided:
    """A decision as one caller may see it. `place`: its number in the log."""

    place: int
    decision: Decision
    terms: Terms
    margins: bool


class Deciding:
    """The live decider of one book, kept up to date by a thread of its own."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._stopped = threading.Event()
        self.live = Live(home.decisions, book_settings.zone(book_settings.values()))
        self._looked: datetime | None = None
        self.follow_plan()
        self.follow_consents()
        self._thread = threading.Thread(target=self._watch, name="deciding", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread.ident:
            self._thread.join()
        self.live.close()

    def follow_plan(self) -> None:
        """Takes over the plan that was published last. The one in force goes on deciding meanwhile, and where the new
        one cannot be read."""
        run = plan_in_force()
        if run is not None and run != self.live.run:
            try:
                self.live.put_in_force(Plan(opened(self.home.options(run))))
                self._looked = None  # customers may have been merged
            except (OSError, ValueError):
                log.warning("the options of run %s cannot be read", run, exc_info=True)

    def follow_consents(self) -> None:
        """Takes over what customers agreed to or withdrew. Looks back a little: who began first may commit last."""
        now = timezone.now()
        self.live.take_consents(consents(self._looked and self._looked - OVERLAP))
        self._looked = now

    def _watch(self) -> None:
        while not self._stopped.wait(LOOK_SECONDS):
            for look in (self.follow_plan, self.follow_consents, self.live.look):
                try:
                    look()
                except Exception:
                    log.exception("decisions may not be up to date")
            close_old_connections()
        connection.close()


_current: Deciding | None = None
_opening = threading.Lock()


def deciding() -> Deciding:
    """That of the open book, begun by whoever asks first: reading the log and the options may take seconds."""
    global _current  # noqa: PLW0603 - one for each process, as Django's settings are
    home = Path(settings.CARTEIRA_HOME)
    with _opening:
        if _current is None or _current.home.path != home:
            _stop()
            _current = Deciding(Home(home))
            _current.start()
        return _current


def begin_where_planned() -> None:
    """Begins where there is a plan to decide by, so that the first who asks need not wait."""
    if plan_in_force() is not None:
        deciding()
    connection.close()


def ready() -> Deciding | None:
    """The same where it has begun."""
    found = _current
    return found if found is not None and found.home.path == settings.CARTEIRA_HOME else None


def stop_deciding() -> None:
    """Ends what `deciding` began."""
    with _opening:
        _stop()


def _stop() -> None:
    global _current  # noqa: PLW0603
    if _current is not None:
        _current.stop()
    _current = None


def check_reach(access: Access, customer_id: int) -> None:
    """Raises `unknown_customer` for one whom the access does not see."""
    reach = access.reach("customers", "read")
    if reach.everything:
        return
    owner = owners_of([customer_id]).get(customer_id)
    if owner is None or not reach.holds(*owner):
        raise unknown(customer_id)


def unknown(customer_id: int) -> CarteiraError:
    return CarteiraError("unknown_customer", hint="search_customers", customer_id=customer_id)


def decide(access: Access, ask: Ask, waiter: Waiting) -> Decided:
    """A decision about a customer, which may be told once `waiter` is resolved.

    Raises `not_allowed`, `unknown_customer`, and what `Live.decide` raises.
    """
    access.check("decisions", "create")
    check_reach(access, ask.customer)
    live = (ready() or deciding()).live
    place, decision = live.decide(ask, waiter)
    return Decided(place, decision, live.terms_of(decision), access.may(Permission.SEE_MARGINS))


def respond(access: Access, place: int, response: Response, user: int, waiter: Waiting) -> Response:
    """Notes what became of a decision, to be told once `waiter` is resolved. Gives what is now known of it.

    Raises `not_allowed`, `unknown_decision`, and what `Live.respond` raises.
    """
    access.check("decisions", "create")
    live = deciding().live
    decision = live.decision(place)
    if decision is None:
        raise CarteiraError("unknown_decision")
    try:
        check_reach(access, decision.customer)
    except CarteiraError as error:
        raise CarteiraError("unknown_decision") from error
    return live.respond(place, decision, response, user, waiter)
