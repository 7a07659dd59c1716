"""Answers kept here: a declared need at once, facts of the next run, exact whatever happens to loads meanwhile."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from carteira.accounts.access import FULL, access_of
from carteira.accounts.models import AuditEntry, User
from carteira.book.answering import answer
from carteira.book.book import Book
from carteira.book.queries import tables
from carteira.book.running import has_news
from carteira.differentiate.declared.actions.answers import keep_answer, withdraw_answer
from carteira.differentiate.declared.queries import answer_facts, answered_customers, answers_of
from carteira.differentiate.models import Answer
from carteira.errors import CarteiraError
from tests.api.calling import CUSTOMERS, ORDERS
from tests.at_rest import AtRest, Build, load_texts

pytestmark = pytest.mark.django_db
NEED, UTC = "main_need", ZoneInfo("UTC")


def two_sources(book: Book) -> None:
    """Aurora is a record of two sources; Central is of one that only orders name."""
    load_texts(book, customers=CUSTOMERS, orders=ORDERS)
    load_texts(book, "crm", customers="source_id,name,tax_id,email\nX1,Padaria Aurora,11.222.333/0001-81,\n")
    load_texts(
        book, "web", orders="order_id,customer,ordered_at,product_id,quantity,unit_price\nW,9,2025-03-01,x,1,5\n"
    )
    book.run()


@pytest.fixture
def full(book: Book, at_rest: Callable[[Build], AtRest]) -> Book:
    at_rest(two_sources).bring_back(book.home.path)
    return book


def number_of(source: str, source_id: str) -> int:
    links = tables(FULL).rows(
        "SELECT customer_id FROM customer_links WHERE source = ? AND source_id = ?", [source, source_id]
    )
    return int(links[0]["customer_id"])


def declared() -> dict[int, str]:
    """The needs that the published run has as declared."""
    cards = tables(FULL).rows("SELECT customer_id, need FROM customer_card WHERE need_basis = 'declared'")
    return {card["customer_id"]: card["need"] for card in cards}


def customer_count() -> int:
    return int(tables(FULL).query("SELECT COUNT(*) AS customers FROM customer_card")["customers"][0].as_py())


def test_it_works(full: Book) -> None:
    aurora = number_of("main", "1")
    kept = answer(FULL, None, aurora, NEED, "advice")
    assert sorted(kept.records) == [["crm", "X1"], ["main", "1"]]
    assert [each.answer for each in answers_of(aurora)] == ["advice"]
    assert answered_customers(NEED) == {aurora}
    assert declared() == {}
    entry = AuditEntry.objects.latest("id")
    assert (entry.action, "advice" in str(entry.details)) == ("answer_kept", False)
    full.run()
    assert declared() == {aurora: "advice"}


def test_the_last_answer_stands_and_withdrawing_it_brings_back_the_one_before(full: Book) -> None:
    aurora = number_of("main", "1")
    answer(FULL, None, aurora, NEED, "advice")
    last = answer(FULL, None, aurora, NEED, "price")
    full.run()
    assert declared() == {aurora: "price"}
    assert not has_news()
    withdraw_answer(FULL, None, aurora, last.pk)
    assert has_news()
    full.run()
    assert declared() == {aurora: "advice"}


def test_a_new_answer_is_news_and_does_not_move_the_day_of_a_run(full: Book) -> None:
    before = tables(FULL).run.as_of
    assert not has_news()
    answer(FULL, None, number_of("main", "1"), NEED, "advice")
    assert has_news()
    full.run()
    assert tables(FULL).run.as_of == before
    assert not has_news()


def test_it_outlives_the_undoing_of_one_of_its_sources(full: Book) -> None:
    aurora = number_of("main", "1")
    answer(FULL, None, aurora, NEED, "advice")
    load = load_of(full, "crm")
    full.undo(load)
    full.run()
    assert declared() == {aurora: "advice"}


def test_it_makes_no_customer_of_a_record_that_is_gone(full: Book) -> None:
    nine = number_of("web", "9")
    answer(FULL, None, nine, NEED, "advice")
    full.run()
    assert declared() == {nine: "advice"}
    customers = customer_count()
    full.undo(load_of(full, "web"))
    full.run()
    assert customer_count() == customers - 1
    assert declared() == {}
    load_texts(
        full, "web", orders="order_id,customer,ordered_at,product_id,quantity,unit_price\nW,9,2025-03-01,x,2,5\n"
    )
    full.run()
    assert declared() == {number_of("web", "9"): "advice"}


def load_of(book: Book, source: str) -> int:
    return max(load.id for load in book.loads() if load.source == source)


def test_a_run_of_a_day_knows_only_what_was_said_before(db: None, customers: dict[str, int]) -> None:
    for at, text in (
        ("2025-03-01T10:00", "price"),
        ("2025-03-02T00:00", "advice"),
        ("2025-03-05T09:00", "reliability"),
    ):
        kept = keep_answer(FULL, None, customers["aurora"], [("main", "1"), ("crm", "X1")], NEED, text)
        Answer.objects.filter(pk=kept.pk).update(at=datetime.fromisoformat(at).replace(tzinfo=UTC))
    of_the_day = answer_facts(date(2025, 3, 2), UTC, every=False).to_pylist()
    assert [(row["source"], row["customer"], row["answer"]) for row in of_the_day] == [
        ("main", "1", "price"),
        ("crm", "X1", "price"),
    ]
    every = answer_facts(date(2025, 3, 2), UTC, every=True).to_pylist()
    moments = {row["answer"]: row["at"] for row in every}
    assert moments["price"] < moments["advice"] < moments["reliability"] < datetime(2025, 3, 2)
    assert moments["price"] == datetime(2025, 3, 1, 10)


@pytest.mark.parametrize("text", ["", " ", "x" * 101, "two\nlines"])
def test_what_is_no_answer(customers: dict[str, int], text: str) -> None:
    with pytest.raises(CarteiraError, match="1 to 100 characters"):
        keep_answer(FULL, None, customers["aurora"], [("main", "1")], NEED, text)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("name", "code"), [("alice", ""), ("dora", ""), ("bob", "not_allowed"), ("charlie", "not_found")]
)
def test_who_may_change_the_customer_may_answer(
    cast: dict[str, User], customers: dict[str, int], name: str, code: str
) -> None:
    aurora, user = customers["aurora"], cast[name]
    theirs = keep_answer(FULL, None, aurora, [("main", "1")], NEED, "price")
    steps = (
        lambda: answer(access_of(user), user, aurora, NEED, "advice"),
        lambda: withdraw_answer(access_of(user), user, aurora, theirs.pk),
    )
    for step in steps:
        if code:
            with pytest.raises(CarteiraError) as caught:
                step()
            assert caught.value.code == code
        else:
            step()
    assert [each.answer for each in answers_of(aurora)] == (["price"] if code else ["advice"])
    assert Answer.objects.filter(at__gte=timezone.now() - timedelta(days=1)).count() == (1 if code else 2)
