"""What each of the cast sees on the pages of a real book: who is not allowed is told so, and no secret is in a page."""

from collections.abc import Callable

import pytest
from django.test import Client

from carteira.accounts.models import User
from carteira.book.book import Book
from carteira.identify.models import Customer
from tests.accounts.cast import everybody, run_with_cast
from tests.at_rest import AtRest, Build

OF_ALICE, OF_CHARLIE, OF_NOBODY = "Padaria Aurora", "Mercado Boreal", "Oficina Central"


def customers_of_each(book: Book) -> None:
    """Three customers by hand, twelve more of the North and eleven of the West."""
    people = [
        f"1,{OF_ALICE},11.222.333/0001-81,aurora@padaria.com.br,+5511987654321,Alice Prado,South",
        f"2,{OF_CHARLIE},11.444.777/0001-61,boreal@mercado.com.br,+5511987654322,Charlie Luz,North",
        f"3,{OF_NOBODY},,central@oficina.com.br,,,South",
        *(
            f"{place},Loja Numero {place} Ltda,,loja{place}@lojas.com.br,,,{team}"
            for place, team in enumerate(["North"] * 12 + ["West"] * 11, 100)
        ),
    ]
    orders = [
        "A,1,2025-03-01,x,1,123.45,60",
        "B,2,2025-03-02,x,1,200,250",
        "C,3,2025-03-03,x,1,300,100",
        *(f"L{place},{place},2025-03-04,x,1,100,50" for place in range(100, 123)),
    ]
    run_with_cast(
        book,
        customers="\n".join(["source_id,name,tax_id,email,phone,owner,team", *people]) + "\n",
        orders="\n".join(["order_id,customer,ordered_at,product_id,quantity,unit_price,unit_cost", *orders]) + "\n",
    )


@pytest.fixture
def cast(book: Book, at_rest: Callable[[Build], AtRest]) -> dict[str, User]:
    at_rest(customers_of_each).bring_back(book.home.path)
    return everybody()


def page(person: User, address: str) -> tuple[int, str]:
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = "en"
    answer = client.get(address)
    return answer.status_code, answer.content.decode()


def test_it_works(cast: dict[str, User]) -> None:
    status, said = page(cast["alice"], "/customers/")
    assert status == 200
    assert OF_ALICE in said
    assert OF_NOBODY in said
    assert OF_CHARLIE not in said
    assert "Loja Numero" not in said


@pytest.mark.parametrize(
    ("name", "status"), [("root", 200), ("dora", 200), ("alice", 403), ("eva", 200), ("nina", 403)]
)
def test_the_portfolio_is_for_those_who_see_margins(cast: dict[str, User], name: str, status: int) -> None:
    assert page(cast[name], "/portfolio/")[0] == status


def test_a_customer_out_of_reach_is_as_absent_as_one_that_never_was(cast: dict[str, User]) -> None:
    theirs = Customer.objects.get(owner=cast["charlie"]).pk
    for address in (f"/customers/{theirs}/", "/customers/999999/"):
        assert page(cast["alice"], address)[0] == 404
    assert page(cast["charlie"], f"/customers/{theirs}/")[0] == 200


def test_parts_of_a_customer_out_of_reach_are_empty(cast: dict[str, User]) -> None:
    theirs = Customer.objects.get(owner=cast["charlie"]).pk
    for part in ("story", "orders"):
        status, said = page(cast["alice"], f"/customers/{theirs}/{part}/")
        assert status == 404 or "B" not in said.split()


def test_without_margins_a_page_tells_none(cast: dict[str, User]) -> None:
    mine = Customer.objects.get(owner=cast["alice"]).pk
    status, said = page(cast["alice"], f"/customers/{mine}/")
    assert status == 200
    assert "123.45" in said or "R$\N{NO-BREAK SPACE}123" in said or "R$123" in said
    for secret in ("63.45", "60.00", "63.4"):
        assert secret not in said


def test_an_auditor_sees_totals_and_nobody(cast: dict[str, User]) -> None:
    status, said = page(cast["eva"], "/portfolio/")
    assert status == 200
    assert "26 customers together" in said
    assert "North" in said
    assert "South" not in said  # too few
    assert "West" not in said  # enough, but the rest would then tell the South's figures
    for name in (OF_ALICE, OF_CHARLIE, "Loja"):
        assert name not in said
    assert page(cast["eva"], "/customers/1/")[0] in (403, 404)
    assert "Loja" not in page(cast["eva"], "/customers/")[1]
