"""When work is due again and again: at a time of day, on days of the week, or every so many minutes or hours."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from carteira.errors import CarteiraError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAILY = re.compile(r"(?:(?P<days>[a-z]{3}(?:,[a-z]{3})*) )?(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)")
EVERY = re.compile(r"every (?P<count>[1-9]\d{0,3})(?P<unit>[mh])")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class When:
    """Either `every` so long, or at `at` on `days` (0 is Monday; none stands for all)."""

    at: time = time()
    days: frozenset[int] = frozenset()
    every: timedelta | None = None

    @classmethod
    def parse(cls, text: str) -> "When":
        """What a text like `03:00`, `mon,thu 22:30`, `every 15m` or `every 6h` says. Raises `bad_when`."""
        if found := EVERY.fullmatch(text):
            count = int(found["count"])
            return cls(every=timedelta(minutes=count) if found["unit"] == "m" else timedelta(hours=count))
        found = DAILY.fullmatch(text)
        days = found["days"].split(",") if found and found["days"] else []
        if not found or not set(days) <= set(DAYS):
            raise CarteiraError("bad_when", hint="write_when", value=text)
        return cls(time(int(found["hour"]), int(found["minute"])), frozenset(map(DAYS.index, days)))

    def next_after(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The first due moment after `moment`, in UTC.

        A time that a clock change skips is due as long after the change as it stands after the skipped hour began; one
        that comes twice is due the first time. Every so long counts from 1970-01-01 00:00 UTC.
        """
        if self.every is not None:
            return moment - (moment - EPOCH) % self.every + self.every
        today = moment.astimezone(zone).date()
        # A day before today: where clocks skip a whole day, the due moment of yesterday may still lie ahead.
        for day in (today + timedelta(days=ahead) for ahead in range(-1, 9)):
            due = datetime.combine(day, self.at, zone).astimezone(UTC)
            if due > moment and (not self.days or day.weekday() in self.days):
                return due
        raise AssertionError("a week has every day")
