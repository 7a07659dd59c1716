"""What is due again and again is asked for once at each moment, whatever the clock and the workers do."""

from datetime import UTC, datetime, timedelta

import pytest

from carteira.errors import CarteiraError
from carteira.jobs.models import Job, Schedule
from carteira.jobs.queries import schedules
from carteira.jobs.schedules import ask_what_is_due, change, plan
from carteira.jobs.worker import work_once
from tests.jobs.conftest import Clock

pytestmark = pytest.mark.django_db(transaction=True)
NIGHT = datetime(2026, 3, 3, 3, tzinfo=UTC)


@pytest.fixture
def nightly(clock: Clock) -> Schedule:
    return plan("night", "count", {"first": 1}, "03:00", "UTC")


def due_moments() -> list[datetime | None]:
    return list(Job.objects.order_by("id").values_list("due_at", flat=True))


def do_everything() -> None:
    while work_once():
        pass


def test_it_is_asked_for_when_it_is_due(clock: Clock, nightly: Schedule) -> None:
    assert nightly.next_at == NIGHT
    ask_what_is_due()
    assert due_moments() == []
    clock.now = NIGHT
    ask_what_is_due()
    ask_what_is_due()
    assert due_moments() == [NIGHT]
    job = Job.objects.get()
    assert (job.kind, job.arguments, job.schedule) == ("count", {"first": 1}, nightly)


def test_nights_that_were_missed_count_once(clock: Clock, nightly: Schedule) -> None:
    clock.now = NIGHT + timedelta(days=5, hours=7)
    ask_what_is_due()
    assert due_moments() == [NIGHT]
    assert schedules()[0].next_at == NIGHT + timedelta(days=6)


def test_a_clock_that_is_set_back_changes_nothing(clock: Clock, nightly: Schedule) -> None:
    for now in (NIGHT, NIGHT - timedelta(hours=1), NIGHT + timedelta(seconds=1), NIGHT + timedelta(days=1)):
        clock.now = now
        ask_what_is_due()
        do_everything()
    assert due_moments() == [NIGHT, NIGHT + timedelta(days=1)]


def test_a_change_does_not_bring_back_a_moment_that_was(clock: Clock, nightly: Schedule) -> None:
    clock.now = NIGHT
    ask_what_is_due()
    do_everything()
    clock.pass_by(hours=-1)
    change("night", active=False)
    change("night", active=True)
    clock.pass_by(hours=1)
    ask_what_is_due()
    assert due_moments() == [NIGHT]


def test_clocks_that_change_for_summer_bring_each_night_once(clock: Clock) -> None:
    clock.now = datetime(2026, 3, 6, 12, tzinfo=UTC)
    plan("night", "count", {"first": 1}, "02:30", "America/New_York")
    for _ in range(5 * 24 * 2):
        clock.pass_by(minutes=30)
        ask_what_is_due()
        do_everything()
    assert [f"{moment:%d %H:%M}" for moment in due_moments() if moment] == [
        "07 07:30", "08 07:30", "09 06:30", "10 06:30", "11 06:30",
    ]  # fmt: skip


def test_the_29th_of_february_is_a_day(clock: Clock) -> None:
    clock.now = datetime(2028, 2, 28, 12, tzinfo=UTC)
    plan("night", "count", {"first": 1}, "03:00", "UTC")
    for _ in range(3):
        clock.pass_by(days=1)
        ask_what_is_due()
        do_everything()
    assert [moment.day for moment in due_moments() if moment] == [29, 1, 2]


def test_work_that_is_still_going_on_is_not_asked_for_again(clock: Clock) -> None:
    plan("often", "count", {"first": 1}, "every 15m", "UTC")
    for _ in range(4):
        clock.pass_by(minutes=15)
        ask_what_is_due()
    assert len(due_moments()) == 1
    do_everything()
    clock.pass_by(minutes=15)
    ask_what_is_due()
    assert len(due_moments()) == 2


def test_what_is_switched_off_rests_and_does_not_catch_up(clock: Clock, nightly: Schedule) -> None:
    change("night", active=False)
    clock.now = NIGHT + timedelta(days=3)
    ask_what_is_due()
    change("night", when="every 6h")
    ask_what_is_due()
    assert due_moments() == []
    assert schedules()[0].next_at == NIGHT + timedelta(days=3, hours=3)


def test_a_plan_leaves_alone_what_people_changed(clock: Clock, nightly: Schedule) -> None:
    change("night", when="mon 05:00")
    assert plan("night", "count", {}, "03:00", "UTC").when == "mon 05:00"


def test_what_there_is_not_is_refused(clock: Clock, nightly: Schedule) -> None:
    for name, when, code in (("day", "03:00", "unknown_schedule"), ("night", "at noon", "bad_when")):
        with pytest.raises(CarteiraError) as refusal:
            change(name, when=when)
        assert refusal.value.code == code
    assert schedules()[0].when == "03:00"
