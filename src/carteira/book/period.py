"""Which days a run looks at. Days are half-open: a run as of D sees everything before D."""

from dataclasses import dataclass
from datetime import date, timedelta

from carteira.book.choices import Window
from carteira.errors import CarteiraError

BEGINNING = date(1900, 1, 1)


@dataclass(frozen=True)
class Period:
    """The window [start, as_of) of a run, and the comparable one before it [previous_start, previous_end)."""

    as_of: date
    window: Window
    start: date
    previous_start: date
    previous_end: date


def period_of(as_of: date, window: Window) -> Period:
    """The period of a run: the 12 months that end at `as_of`, the calendar year of its last day, or everything.

    The previous period is the same one a year earlier; for everything there is none (it is empty). Raises
    `day_too_early` before the beginning of time.
    """
    if as_of < BEGINNING:
        raise CarteiraError("day_too_early", day=as_of, first=BEGINNING)
    if window == Window.ALL:
        return Period(as_of, window, BEGINNING, BEGINNING, BEGINNING)
    start = year_before(as_of) if window == Window.TWELVE_MONTHS else date((as_of - timedelta(days=1)).year, 1, 1)
    return Period(as_of, window, start, year_before(start), year_before(as_of))


def day_of(text: str) -> date:
    """The day written as YYYY-MM-DD. Raises `bad_date`."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CarteiraError("bad_date", value=text) from error


def year_before(day: date) -> date:
    """The same day of the year before; 28 February for a 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
