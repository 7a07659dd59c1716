"""A selection as the parts of a query string: what is written reads back, what is wrong counts as not there."""

import pytest

from carteira.differentiate.conditions import Condition
from carteira.differentiate.listing import Selection
from carteira.differentiate.ready_views import READY_VIEWS
from carteira.differentiate.selection_parts import is_personal, parts_of, selection_of, without_personal


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(text="são joão", choices={"kind": "person", "team": "A&B"}, source="a,b", cause="visits"),
        Selection(flags=("overdue", "loss"), sort="name", descending=False),
        Selection(conditions=(Condition("profit", "lt", -50), Condition("owner", "in", ("Silva, Ana", "Bia")))),
        Selection(columns=("months", "profit", "order_count"), sort="order_count"),
    ],
)
def test_what_is_written_reads_back(selection: Selection) -> None:
    assert selection_of(parts_of(selection, 100), 100).selection == selection


def test_what_is_wrong_counts_as_not_there() -> None:
    parts = [("sort", "password"), ("flag", "DROP"), ("cause", "x"), ("columns", "password,revenue"), ("other", "1")]
    read = selection_of([*parts, ("profit__lt", "much"), ("category", "best")], 100)
    assert read.selection == Selection(columns=("revenue",))
    assert read.wrong == 2


def test_of_a_choice_named_twice_the_last_holds() -> None:
    assert selection_of([("owner", "Ana"), ("owner", "Bia")], 100).selection == Selection(choices={"owner": "Bia"})


@pytest.mark.parametrize(
    ("key", "personal"),
    [("q", True), ("name", True), ("name__contains", True), ("name__empty", False), ("owner", False), ("sort", False)],
)
def test_what_is_personal(key: str, personal: bool) -> None:
    assert is_personal(key) is personal


def test_personal_data_can_be_taken_out() -> None:
    kept = (Condition("name", "filled"), Condition("profit", "lt", 0))
    given = Selection(text="ana", conditions=(Condition("name", "contains", "ana"), *kept))
    assert without_personal(given) == Selection(conditions=kept)


@pytest.mark.parametrize("code", READY_VIEWS)
def test_ready_made_views_are_understood_whole(code: str) -> None:
    read = selection_of(READY_VIEWS[code], 100)
    assert read.wrong == 0
    assert sorted(parts_of(read.selection, 100)) == sorted(READY_VIEWS[code])
