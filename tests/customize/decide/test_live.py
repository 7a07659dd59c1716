"""Several processes decide for one book, and hear of each other through the log alone."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from carteira.customize.decide.choosing import NOTHING
from carteira.customize.decide.decider import Ask
from carteira.customize.decide.decision import Response
from carteira.customize.decide.live import Live
from carteira.customize.decide.pacing import STEP, WEEK, week_of
from carteira.customize.decide.plan import Plan
from carteira.errors import CarteiraError
from tests.customize.decide.made import action, options, resource

ZONE = ZoneInfo("America/Sao_Paulo")
MONDAY = week_of(1_700_000_000_000, ZONE)
CODES = ("call", "mail")
KEY, REQUEST = b"k" * 16, b"r" * 16


class Clock:
    def __init__(self) -> None:
        self.now = MONDAY + WEEK // 2

    def __call__(self) -> int:
        return self.now


def plan(run_id: int = 1, value: float = 1000.0, capacity: float = 1000.0) -> Plan:
    minutes = [resource("minutes", 1.0, capacity, used=capacity)]
    return Plan(options([action("call", (10.0,)), action("mail")], [[value, 500.0]] * 99, minutes, run_id))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def begun(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Live]]:
    """Begins what another process of the book would."""
    made: list[Live] = []

    def begin(**others: float) -> Live:
        live = Live(tmp_path / "decisions", ZONE, clock)
        live.put_in_force(plan(**others))  # type: ignore[arg-type]
        made.append(live)
        return live

    yield begin
    for live in made:
        live.close()


def decided(live: Live, customer: int = 1, key: bytes = b"", request: bytes = REQUEST) -> tuple[int, str]:
    waiter: Future[None] = Future()
    place, decision = live.decide(Ask(customer, key=key, request=request if key else b""), waiter)
    waiter.result(10)
    return place, "" if decision.action == NOTHING else CODES[decision.action]


def said(live: Live, place: int, response: Response) -> Response:
    waiter: Future[None] = Future()
    found = live.decision(place)
    assert found is not None
    known = live.respond(place, found, response, 0, waiter)
    waiter.result(10)
    return known


def code_of(refused: pytest.ExceptionInfo[CarteiraError]) -> str:
    return refused.value.code


def test_a_contact_counts_in_every_process(begun: Callable[..., Live]) -> None:
    one, other = begun(), begun()
    assert decided(one)[1] == "call"
    other.look()
    assert decided(other)[1] == "mail"


def test_the_same_key_gives_the_same_decision_in_every_process(begun: Callable[..., Live]) -> None:
    one, other = begun(), begun()
    first = decided(one, key=KEY)
    assert decided(one, key=KEY) == first
    assert decided(other, key=KEY) == first
    assert decided(other)[1] == "mail"
    with pytest.raises(CarteiraError) as refused:
        decided(other, key=KEY, request=b"x" * 16)
    assert code_of(refused) == "key_for_another_request"


def test_a_key_is_forgotten_after_a_day(begun: Callable[..., Live], clock: Clock) -> None:
    live = begun()
    first = decided(live, key=KEY)
    clock.now += 24 * 3600 * 1000 + 1
    live.look()
    assert decided(live, key=KEY) != first


def test_what_was_decided_is_known_after_a_restart(begun: Callable[..., Live]) -> None:
    one = begun()
    place, _ = decided(one, key=KEY)
    said(one, place, Response.ACCEPTED)
    later = begun()
    assert decided(later, key=KEY) == (place, "call")
    assert decided(later)[1] == "mail"
    assert later.tally.used == {("minutes", ""): 10.0}
    with pytest.raises(CarteiraError) as refused:
        said(later, place, Response.REFUSED)
    assert code_of(refused) == "outcome_known"


def test_a_refusal_gives_back_what_it_would_have_used_and_the_contact_stays(begun: Callable[..., Live]) -> None:
    one, other = begun(), begun()
    place, _ = decided(one)
    assert said(other, place, Response.SHOWN) == Response.SHOWN
    assert other.tally.used == {("minutes", ""): 10.0}
    assert said(one, place, Response.REFUSED) == Response.REFUSED
    assert said(other, place, Response.REFUSED) == Response.REFUSED
    assert (one.tally.used, other.tally.used) == ({("minutes", ""): 0.0}, {("minutes", ""): 0.0})
    assert decided(other)[1] == "mail"


def test_a_capacity_is_used_up_by_all_together(begun: Callable[..., Live]) -> None:
    one, other = begun(capacity=20.0), begun(capacity=20.0)
    assert [decided(one, 1)[1], decided(other, 2)[1]] == ["call", "call"]
    one.look()
    assert decided(one, 3)[1] == "mail"


def test_another_plan_decides_from_the_next_decision_on(begun: Callable[..., Live]) -> None:
    live = begun()
    before, code = decided(live, 1)
    live.put_in_force(plan(run_id=2, value=100.0))
    after, other = decided(live, 2)
    assert (code, other, live.run) == ("call", "mail", 2)
    runs = [found.run for place in (before, after) if (found := live.decision(place))]
    assert runs == [1, 2]
    assert said(live, before, Response.REFUSED) == Response.REFUSED


def test_prices_are_set_by_one_process_and_kept_after_a_restart(begun: Callable[..., Live], clock: Clock) -> None:
    one, other = begun(capacity=1000.0), begun(capacity=1000.0)
    for customer in range(1, 60):
        decided(one, customer)
    one.look()
    other.look()
    assert one.tally.prices == other.tally.prices
    prices = one.tally.prices
    assert prices is not None
    assert prices[1].factors["minutes/"] > 1
    later = begun(capacity=1000.0)
    assert later.tally.prices == prices
    place, _ = decided(later, 70)
    decision = later.decision(place)
    assert decision is not None
    assert (decision.prices, decision.candidates[0].price) == (prices[0], round(10 * prices[1].factors["minutes/"]))
    clock.now += STEP
    later.look()
    assert later.tally.prices != prices


def test_a_new_week_begins_with_the_prices_of_the_plan(begun: Callable[..., Live], clock: Clock) -> None:
    live = begun(capacity=100.0)
    for customer in range(1, 11):
        decided(live, customer)
    live.look()
    assert decided(live, 20)[1] == "mail"
    clock.now = MONDAY + WEEK
    live.look()
    place, code = decided(live, 21)
    decision = live.decision(place)
    assert decision is not None
    assert (code, decision.candidates[0].price) == ("call", 10)


def test_without_a_plan_nothing_is_decided(tmp_path: Path) -> None:
    live = Live(tmp_path, ZONE)
    with pytest.raises(CarteiraError) as refused:
        decided(live, key=KEY)
    assert code_of(refused) == "no_plan_in_force"
    with pytest.raises(CarteiraError):
        decided(live)
    live.close()


def test_a_key_that_another_process_has_in_hand(tmp_path: Path, begun: Callable[..., Live]) -> None:
    """Locks exclude other processes only, so the other is one."""
    import subprocess
    import sys

    held = (
        "import fcntl, sys; file = open(sys.argv[1], 'w'); "
        f"fcntl.lockf(file, fcntl.LOCK_EX, 1, {int.from_bytes(KEY[:7])}); print('held', flush=True); input()"
    )
    live = begun()
    command = [sys.executable, "-c", held, str(tmp_path / "decisions" / "claims.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(CarteiraError) as refused:
            decided(live, key=KEY)
        assert code_of(refused) == "request_at_work"
        process.kill()
    assert decided(live, key=KEY)[1] == "call"
