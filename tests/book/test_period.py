"""The days that a run looks at."""

from datetime import date

import pytest

from carteira.book.choices import Window
from carteira.book.period import BEGINNING, day_of, period_of
from carteira.errors import CarteiraError

DAY = date


@pytest.mark.parametrize(
    ("as_of", "window", "start", "previous_start", "previous_end"),
    [
        (DAY(2011, 12, 10), Window.TWELVE_MONTHS, DAY(2010, 12, 10), DAY(2009, 12, 10), DAY(2010, 12, 10)),
        (DAY(2024, 2, 29), Window.TWELVE_MONTHS, DAY(2023, 2, 28), DAY(2022, 2, 28), DAY(2023, 2, 28)),
        (DAY(2026, 7, 1), Window.YEAR, DAY(2026, 1, 1), DAY(2025, 1, 1), DAY(2025, 7, 1)),
        (DAY(2026, 1, 1), Window.YEAR, DAY(2025, 1, 1), DAY(2024, 1, 1), DAY(2025, 1, 1)),
        (DAY(2026, 7, 1), Window.ALL, BEGINNING, BEGINNING, BEGINNING),
    ],
)
def test_the_window_and_the_one_before(
    as_of: date, window: Window, start: date, previous_start: date, previous_end: date
) -> None:
    period = period_of(as_of, window)
    assert (period.start, period.as_of) == (start, as_of)
    assert (period.previous_start, period.previous_end) == (previous_start, previous_end)


@pytest.mark.parametrize("window", list(Window))
def test_a_day_before_all_days_is_refused(window: Window) -> None:
    assert period_of(BEGINNING, window).as_of == BEGINNING
    with pytest.raises(CarteiraError) as refusal:
        period_of(date(1, 1, 1), window)
    assert refusal.value.code == "day_too_early"


def test_what_is_no_day_is_refused() -> None:
    assert day_of("2026-02-28") == date(2026, 2, 28)
    with pytest.raises(CarteiraError) as refusal:
        day_of("2026-02-30")
    assert refusal.value.code == "bad_date"
