"""What a price means for a customer, on its page and by API: for who may see margins, and for who may not."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from carteira.accounts.access import FULL
from carteira.accounts.models import User
from carteira.book.book import Book
from carteira.book.queries import tables
from tests.accounts.cast import everybody, run_with_cast
from tests.api.calling import Caller, key_of
from tests.at_rest import AtRest, Build

COMPANIES = 24
FIRST, LAST = "Loja 1", f"Loja {COMPANIES}"


def companies_with_discounts(book: Book) -> None:
    """Companies that each bought ten saws at 100 in one order, the first with a discount of 240, the next 230 ..."""
    people = [f"{n},company,Loja {n},Alice Prado,South" for n in range(1, COMPANIES)]
    people.append(f"{COMPANIES},company,Loja {COMPANIES},Charlie Luz,North")
    orders = [f"O{n},{n},2025-03-{n:02d},saw,10,100,{10 * (COMPANIES - n + 1)},70" for n in range(1, COMPANIES + 1)]
    run_with_cast(
        book,
        products="product_id,name,category,list_price,unit_cost\nsaw,Saw,tools,100,70\n",
        customers="\n".join(["source_id,kind,name,owner,team", *people]) + "\n",
        orders="\n".join(["order_id,customer,ordered_at,product_id,quantity,unit_price,discount,unit_cost", *orders])
        + "\n",
    )


@pytest.fixture
def cast(book: Book, at_rest: Callable[[Build], AtRest]) -> dict[str, User]:
    at_rest(companies_with_discounts).bring_back(book.home.path)
    return everybody()


def number(name: str) -> int:
    (row,) = tables(FULL).rows("SELECT customer_id FROM customer_golden WHERE name = ?", [name])
    return int(row["customer_id"])


def page(person: User, name: str, part: str = "") -> tuple[int, str]:
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = "en"
    answer = client.get(f"/customers/{number(name)}/{part}")
    return answer.status_code, " ".join(answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def quoted(person: User, name: str, price: int) -> dict[str, object]:
    answer = Caller(key_of(person)).get(f"/customers/{number(name)}/quote?product_id=saw&quantity=10&price={price}")
    assert answer.status_code == 200, answer.content
    return dict(json.loads(answer.content))


def test_the_discount_that_is_not_needed_is_shown_as_such(cast: dict[str, User]) -> None:
    _, said = page(cast["dora"], FIRST)
    assert "R$57.50 of R$240 in discounts are not needed" in said
    _, other = page(cast["dora"], LAST)
    assert "none of it stands out as not needed" in other


def test_the_quote_helper_says_who_may_grant_it(cast: dict[str, User]) -> None:
    _, own = page(cast["alice"], FIRST, "price/?product=saw&quantity=10&price=96")
    assert "You may grant this price.</strong> You may go down to R$95.00; the list says R$100.00." in own
    _, more = page(cast["alice"], FIRST, "price/?product=saw&quantity=10&price=90")
    assert "This price needs an approval." in more
    assert "Sales manager" not in more
    _, hers = page(cast["dora"], FIRST, "price/?product=saw&quantity=10&price=90,5")
    assert "You may grant this price." in hers
    _, nobody = page(cast["dora"], FIRST, "price/?product=saw&quantity=10&price=72")
    assert "Nobody may grant this price." in nobody


def test_margins_are_for_who_may_see_them(cast: dict[str, User]) -> None:
    hers, own = quoted(cast["dora"], FIRST, 9_000), quoted(cast["alice"], FIRST, 9_000)

    # A cost of 70 without tax and service, and a least margin of 5 %.
    assert hers["floor_price"] == pytest.approx(7_000 / 0.95)
    assert hers["margin"] == pytest.approx(10 * (9_000 - 7_000))
    assert hers["approver"] == "sales_manager"
    assert hers["target_price"] is not None
    for secret in ("floor_price", "target_price", "best_price", "margin", "expected_margin", "approver"):
        assert own[secret] is None
    for shared in ("usual_price", "ceiling_price", "customers", "basis", "discount_share"):
        assert own[shared] == hers[shared] is not None
    assert (own["granted"], hers["granted"]) == (False, True)
    _, said = page(cast["alice"], FIRST, "price/?product=saw&quantity=10&price=90")
    assert "Margin" not in said
    assert "Floor" not in said


def test_without_outcomes_the_chance_to_win_is_not_known(cast: dict[str, User]) -> None:
    assert quoted(cast["dora"], FIRST, 9_000)["win_chance"] is None
    _, said = page(cast["dora"], FIRST, "price/?product=saw&quantity=10&price=90")
    assert "not known" in said


def test_a_customer_out_of_reach_is_not_there(cast: dict[str, User]) -> None:
    assert page(cast["alice"], LAST, "price/?product=saw&quantity=10&price=90")[0] == 404
    answer = Caller(key_of(cast["alice"])).get(f"/customers/{number(LAST)}/quote?product_id=saw&quantity=1&price=900")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("product=nail&quantity=10&price=90", "No product nail was sold in the last 365 days."),
        ("product=saw&quantity=0&price=90", "A quote needs a quantity and a price above 0."),
        ("product=saw&quantity=10&price=cheap", "A quote needs a quantity and a price above 0."),
        ("product=saw&quantity=inf&price=nan", "A quote needs a quantity and a price above 0."),
        ("", "A quote needs a quantity and a price above 0."),
    ],
)
def test_what_cannot_be_quoted_is_said(cast: dict[str, User], asked: str, said: str) -> None:
    assert said in page(cast["dora"], FIRST, f"price/?{asked}")[1]


def test_a_changed_authority_counts_at_once(cast: dict[str, User], book: Book) -> None:
    book.set("discount_authority", {"seller": 0.2})

    assert quoted(cast["alice"], FIRST, 9_000)["granted"] is True
    assert quoted(cast["dora"], FIRST, 9_000)["granted"] is False
