"""When work is due: times of day, days of the week and spans, through changes of the clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from carteira.errors import CarteiraError
from carteira.jobs.when import When


def local(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("when", "zone", "after", "due"),
    [
        ("03:00", "America/Sao_Paulo", "2026-03-02T02:59", "2026-03-02T06:00Z"),
        ("03:00", "America/Sao_Paulo", "2026-03-02T03:00", "2026-03-03T06:00Z"),
        ("23:30", "Asia/Tokyo", "2026-12-31T23:30", "2027-01-01T14:30Z"),
        ("3:00", "UTC", "2028-02-28T04:00", "2028-02-29T03:00Z"),  # a leap year
        ("03:00", "UTC", "2028-02-29T04:00", "2028-03-01T03:00Z"),
        ("mon,thu 22:30", "UTC", "2026-03-02T22:30", "2026-03-05T22:30Z"),  # 2 March 2026 is a Monday
        ("mon 22:30", "UTC", "2026-03-02T22:30", "2026-03-09T22:30Z"),
        ("every 15m", "UTC", "2026-03-02T10:01", "2026-03-02T10:15Z"),
        ("every 15m", "UTC", "2026-03-02T10:15", "2026-03-02T10:30Z"),
        ("every 6h", "UTC", "2026-03-02T23:00", "2026-03-03T00:00Z"),
        ("02:30", "America/New_York", "2026-03-08T00:00", "2026-03-08T07:30Z"),  # skipped: 3:30 by the clock
        ("02:30", "America/New_York", "2026-03-08T03:30", "2026-03-09T06:30Z"),
        ("01:30", "America/New_York", "2026-11-01T00:00", "2026-11-01T05:30Z"),  # comes twice: the first time
        ("03:00", "Pacific/Apia", "2011-12-29T03:00", "2011-12-30T13:00Z"),  # the next day is skipped as a whole
        ("03:00", "Pacific/Apia", "2011-12-31T03:00", "2011-12-31T13:00Z"),
    ],
)
def test_the_next_due_moment(when: str, zone: str, after: str, due: str) -> None:
    assert When.parse(when).next_after(local(after, zone), ZoneInfo(zone)) == datetime.fromisoformat(due)


def test_a_time_that_comes_twice_is_due_once() -> None:
    zone = ZoneInfo("America/New_York")
    first = When.parse("01:30").next_after(datetime(2026, 11, 1, 4, tzinfo=UTC), zone)
    again = When.parse("01:30").next_after(first, zone)
    assert (first, again) == (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 2, 6, 30, tzinfo=UTC))


@pytest.mark.parametrize("zone", ["America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia"])
def test_a_year_has_each_day_once(zone: str) -> None:
    moment = datetime(2028, 1, 1, 12, tzinfo=ZoneInfo(zone))
    days = []
    for _ in range(366):
        moment = When.parse("02:15").next_after(moment, ZoneInfo(zone))
        days.append(moment.astimezone(ZoneInfo(zone)).date())
    assert len(set(days)) == 366
    assert (days[-1] - days[0]).days == 365


@pytest.mark.parametrize(
    "text", ["", "24:00", "3", "03:60", "every 0m", "every m", "xyz 03:00", "mon,thu", "03:00 mon"]
)
def test_what_says_no_moment_is_refused(text: str) -> None:
    with pytest.raises(CarteiraError) as refusal:
        When.parse(text)
    assert refusal.value.code == "bad_when"
