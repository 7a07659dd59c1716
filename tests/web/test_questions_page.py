"""The page of questions, and answers shown as soon as they are given."""

from carteira.accounts.models import User
from carteira.differentiate.models import Answer
from tests.web.test_strategic_reasons import browser, cast, customer_of, said

__all__ = ["cast"]
QUESTIONS = "/questions/"


def test_it_works(cast: dict[str, User]) -> None:
    alice, customer = browser(cast["alice"]), customer_of("alice")
    page = f"/customers/{customer}/"
    assert "Padaria Aurora" in said(alice, QUESTIONS)
    answer = alice.post(f"{page}answers/", {"figure": "need", "answer": "advice", "back": "me"})
    assert answer["Location"] == "/questions/?whose=me"
    assert "Padaria Aurora" not in said(alice, QUESTIONS)
    shown = said(alice, page)
    assert "<strong>Advice</strong>" in shown
    assert "it counts in the figures from the next one" in shown
    kept = Answer.objects.get()
    undone = alice.post(f"{page}answers/{kept.pk}/withdraw/?back=me")
    assert undone["Location"] == "/questions/?whose=me"
    assert "<strong>Advice</strong>" not in said(alice, page)
    assert "Padaria Aurora" in said(alice, QUESTIONS)


def test_each_is_asked_by_who_may_keep_the_answer(cast: dict[str, User]) -> None:
    """Alice owns Aurora; Bob is on her team."""
    alice, bob = said(browser(cast["alice"]), f"{QUESTIONS}?whose=team"), said(browser(cast["bob"]), QUESTIONS)
    for page in (alice, bob):
        assert "Padaria Aurora" in page
        assert "Oficina Central" in page
        assert "Mercado Boreal" not in page
    action = f'action="/customers/{customer_of("alice")}/answers/"'
    assert action in alice
    assert action not in bob


def test_a_judgement_of_how_it_buys_is_an_answer_too(cast: dict[str, User]) -> None:
    alice, page = browser(cast["alice"]), f"/customers/{customer_of('alice')}/"
    alice.post(f"{page}answers/", {"figure": "judged_relationship", "answer": "solutions"})
    assert Answer.objects.get().question == "relationship_type"


def test_an_answer_is_a_text(cast: dict[str, User]) -> None:
    alice, page = browser(cast["alice"]), f"/customers/{customer_of('alice')}/"
    assert alice.post(f"{page}answers/", {"figure": "need", "answer": ""}).status_code == 409
    assert not Answer.objects.exists()
