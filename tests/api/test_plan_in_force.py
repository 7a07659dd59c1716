"""Which plan decides: the one published last that can be read."""

import shutil
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from carteira.accounts.models import User
from carteira.book.book import Book
from carteira.book.home import Home
from carteira.customize.models import PublishedPlan
from tests.api.calling import Caller
from tests.api.deciding import at_hand, publish_plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cast(cast: dict[str, User]) -> None:
    """Everybody is there."""


def decided(root: Caller, customer: int) -> Any:
    answer: Any = root.post("/decide", {"customer_id": customer, "limit": 1})
    return answer.json()


def test_before_the_first_plan_nothing_is_decided(book: Book, calling: Callable[..., Caller]) -> None:
    with at_hand(book):
        assert decided(calling("root"), 1)["code"] == "no_plan_in_force"


def test_the_plan_published_last_decides(book: Book, calling: Callable[..., Caller]) -> None:
    root = calling("root")
    publish_plan(book)
    with at_hand(book) as deciding:
        assert decided(root, 1)["run_id"] == 1
        publish_plan(book, run_id=2, price=10.0)
        assert decided(root, 2)["run_id"] == 1
        deciding.follow_plan()
        found = decided(root, 3)
        assert (found["run_id"], found["actions"][0]["action"]) == (2, "letter")


def test_a_plan_published_again_decides_again(book: Book, calling: Callable[..., Caller]) -> None:
    publish_plan(book)
    publish_plan(book, run_id=2)
    PublishedPlan.objects.filter(run_id=1).update(published_at=timezone.now())
    with at_hand(book):
        assert decided(calling("root"), 1)["run_id"] == 1


@pytest.mark.parametrize("damage", ["none", "half", "spoilt"])
def test_a_plan_that_cannot_be_read_leaves_the_old_one_in_force(
    book: Book, calling: Callable[..., Caller], damage: str
) -> None:
    publish_plan(book)
    with at_hand(book) as deciding:
        publish_plan(book, run_id=2)
        folder = Home(book.home.path).options(2)
        if damage == "none":
            shutil.rmtree(folder)
        elif damage == "half":
            (folder / "value.npy").unlink()
        else:
            (folder / "terms.json").write_text("{", encoding="utf-8")
        deciding.follow_plan()
        assert decided(calling("root"), 1)["run_id"] == 1


def test_a_plan_in_force_goes_on_when_its_files_are_removed(book: Book, calling: Callable[..., Caller]) -> None:
    publish_plan(book)
    with at_hand(book):
        shutil.rmtree(Home(book.home.path).options(1))
        assert decided(calling("root"), 1)["actions"][0]["action"] == "call"
