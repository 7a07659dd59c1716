"""The arithmetic of progress: rates, time left, and that nothing goes back."""

import math

import pytest

from carteira.jobs.progress import Course, seconds_left, smoothed


@pytest.mark.parametrize(
    ("done", "total", "rate", "left"),
    [(20, 100, 4.0, 20.0), (100, 100, 4.0, 0.0), (120, 100, 4.0, 0.0), (20, None, 4.0, None), (20, 100, None, None),
     (20, 100, 0.0, None)],
)  # fmt: skip
def test_the_time_left_is_what_is_left_at_the_rate(
    done: int, total: int | None, rate: float | None, left: float | None
) -> None:
    assert seconds_left(done, total, rate) == left


def test_a_rate_changes_by_and_by() -> None:
    assert smoothed(None, 50, 2.0) == 25.0
    assert smoothed(25.0, 0, 10.0) == pytest.approx(25.0 / math.e)
    assert smoothed(25.0, 50, 2.0) == pytest.approx(25.0)


def test_each_stage_has_a_rate_of_its_own() -> None:
    course = Course()
    rates = []
    for stage, done, seconds in (("a", 0, 0.0), ("a", 10, 1.0), ("b", 10, 2.0), ("b", 12, 3.0)):
        course.follow(stage, done, 20, seconds)
        rates.append(course.rate)
    assert rates == [None, 10.0, None, 2.0]


def test_work_that_begins_anew_stands_still_until_it_is_where_it_was() -> None:
    course = Course("reading", 500, 1000)
    seen = []
    for number, done in enumerate((0, 250, 500, 750)):
        course.follow("reading", done, 1000, float(number))
        seen.append((course.done, course.rate))
    assert seen == [(500, None), (500, None), (500, None), (750, 250.0)]


def test_earlier_stages_of_work_that_begins_anew_are_not_shown_again() -> None:
    course = Course("cards", 7, 10)
    shown = []
    for number, (stage, done) in enumerate((("links", 3), ("profit", 9), ("cards", 6), ("cards", 8), ("end", 9))):
        course.follow(stage, done, 10, float(number))
        shown.append((course.stage, course.done))
    assert shown == [("cards", 7), ("cards", 7), ("cards", 7), ("cards", 8), ("end", 9)]


def test_a_clock_that_did_not_move_tells_no_rate() -> None:
    course = Course()
    for done in (0, 10):
        course.follow("a", done, 20, 1.0)
    assert (course.done, course.rate) == (10, None)
