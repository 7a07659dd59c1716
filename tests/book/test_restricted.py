"""Whatever is asked of the computed tables, nobody learns what is out of their reach or hidden from them."""

from collections.abc import Callable
from typing import Any

import pytest

from carteira.accounts.access import FULL, Access, access_of, merged
from carteira.accounts.actions.roles import save_role
from carteira.accounts.choices import Level, Permission
from carteira.accounts.models import Role, User
from carteira.book.book import Book
from carteira.book.pipeline import COMPUTED
from carteira.book.queries import tables
from carteira.errors import CarteiraError
from carteira.identify.actions import assign
from carteira.identify.models import Customer
from tests.accounts.cast import everybody, run_with_cast
from tests.at_rest import AtRest, Build

CUSTOMERS = """source_id,name,tax_id,email,phone,owner,team,city
1,Padaria Aurora,11.222.333/0001-81,aurora@padaria.com.br,+5511987654321,Alice Prado,South,Recife
2,Mercado Boreal,11.444.777/0001-61,boreal@mercado.com.br,+5511987654322,Charlie Luz,North,Natal
3,Oficina Central,,central@oficina.com.br,,,South,Recife
"""
ORDERS = """order_id,customer,ordered_at,product_id,quantity,unit_price,unit_cost
A,1,2025-03-01,x,1,100,60
B,2,2025-03-02,x,1,200,250
C,3,2025-03-03,x,1,300,100
"""


def three_customers(book: Book) -> None:
    """Alice's of the South, Charlie's of the North, and one of the South without owner."""
    run_with_cast(book, customers=CUSTOMERS, orders=ORDERS)


@pytest.fixture
def cast(book: Book, at_rest: Callable[[Build], AtRest]) -> dict[str, User]:
    at_rest(three_customers).bring_back(book.home.path)
    return everybody()


def names(access: Access, sql: str = "SELECT name FROM customer_card") -> set[str]:
    return set(tables(access).query(sql)["name"].to_pylist())


def test_it_works(cast: dict[str, User]) -> None:
    assert names(access_of(cast["alice"])) == {"Padaria Aurora", "Oficina Central"}
    assert names(access_of(cast["bob"])) == {"Padaria Aurora", "Oficina Central"}
    assert names(access_of(cast["charlie"])) == {"Mercado Boreal"}
    assert len(names(access_of(cast["dora"]))) == len(names(access_of(cast["root"]))) == 3


def test_a_run_gives_customers_to_those_whom_the_files_name(cast: dict[str, User], book: Book) -> None:
    Customer.objects.update(owner=None, team=None)
    book.run()
    assert Customer.objects.get(owner=cast["alice"]).team.name == "South"  # type: ignore[union-attr]


def test_every_table_is_closed_or_holds_only_what_is_in_reach(cast: dict[str, User]) -> None:
    charlie = tables(access_of(cast["charlie"]))
    for table in COMPUTED:
        if table in charlie.names:
            said = str(charlie.query(f'SELECT * FROM "{table}"').to_pylist())
            for secret in ("Aurora", "Central", "11222333", "987654321", "aurora@"):
                assert secret not in said, table
        else:
            with pytest.raises(Exception, match="does not exist"):
                charlie.query(f'SELECT * FROM "{table}"')


def test_what_a_person_writes_cannot_reach_files_or_settings(cast: dict[str, User]) -> None:
    charlie = tables(access_of(cast["charlie"]))
    for sql in ("SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM computed_customer_card"):
        with pytest.raises(Exception, match=r"does not exist|disabled"):
            charlie.query(sql)


def test_who_may_see_nobody_is_refused(cast: dict[str, User]) -> None:
    with pytest.raises(CarteiraError) as refusal:
        tables(access_of(cast["nina"]))
    assert refusal.value.code == "not_allowed"


def test_hidden_margins_tell_nothing_by_value_sort_filter_or_group(cast: dict[str, User]) -> None:
    alice = tables(access_of(cast["alice"]))
    assert set(alice.query("SELECT profit FROM customer_card")["profit"].to_pylist()) == {None}
    assert alice.query("SELECT 1 FROM customer_card WHERE profit > 0 OR profit <= 0").num_rows == 0
    assert alice.query("SELECT profit, count(*) AS n FROM customer_card GROUP BY profit").num_rows == 1
    assert set(alice.query("SELECT revenue FROM customer_card")["revenue"].to_pylist()) == {100_00, 300_00}


def test_a_masked_field_shows_little_and_cannot_be_asked_for(cast: dict[str, User]) -> None:
    save_role(
        "careful", name="", levels={"customers": {"read": 3}}, permissions=["see_margins"],
        field_rules={"customers": {"email": "masked", "phone": "hidden"}},
    )  # fmt: skip
    access = merged(9, Role.objects.filter(code="careful"), set())
    row = tables(access).query("SELECT tax_id, email, phone FROM customer_golden WHERE name = 'Padaria Aurora'")
    assert row.to_pylist() == [{"tax_id": "••••••••••••81", "email": "a•••@padaria.com.br", "phone": None}]
    found = tables(access).query("SELECT DISTINCT kind FROM search_terms")["kind"].to_pylist()
    assert not {"tax_id", "email", "phone"} & set(found)
    assert "source_records" not in tables(access).names or "aurora@" not in str(
        tables(access).query("SELECT * FROM source_records").to_pylist()
    )


def test_who_sees_totals_only_sees_no_group_under_ten(cast: dict[str, User]) -> None:
    eva = tables(access_of(cast["eva"]))
    assert eva.query("SELECT team, count(*) AS customers FROM customer_card GROUP BY team").num_rows == 0
    with pytest.raises(CarteiraError):
        eva.query("SELECT name FROM customer_card")
    with pytest.raises(CarteiraError):
        eva.query("SELECT max(revenue) AS revenue FROM customer_card")


def test_a_new_owner_counts_at_once_and_shows_everywhere(cast: dict[str, User]) -> None:
    assert names(access_of(cast["charlie"])) == {"Mercado Boreal"}
    mine = Customer.objects.get(owner=cast["alice"])
    team = cast["charlie"].teams.get()
    assert assign(access_of(cast["dora"]), [mine.pk], owner=cast["charlie"], team=team, by=cast["dora"]) == 1
    assert names(access_of(cast["charlie"])) == {"Mercado Boreal", "Padaria Aurora"}
    assert names(access_of(cast["alice"])) == {"Oficina Central"}
    owners = tables(FULL).query("SELECT owner, team FROM customer_card WHERE name = 'Padaria Aurora'").to_pylist()
    assert owners == [{"owner": "Charlie Luz", "team": "North"}]


def test_an_assignment_outlives_the_next_run(cast: dict[str, User], book: Book) -> None:
    mine = Customer.objects.get(owner=cast["alice"])
    assign(FULL, [mine.pk], owner=cast["bob"], team=None, by=None)
    book.run()
    assert Customer.objects.get(pk=mine.pk).owner == cast["bob"]


def test_nobody_gives_away_what_is_out_of_reach(cast: dict[str, User]) -> None:
    others = Customer.objects.get(owner=cast["charlie"])
    for person in ("alice", "bob"):
        with pytest.raises(CarteiraError) as refusal:
            assign(access_of(cast[person]), [others.pk], owner=cast["alice"], team=None, by=cast[person])
        assert refusal.value.code == "not_allowed"
    assert Customer.objects.get(pk=others.pk).owner == cast["charlie"]


def test_the_book_as_a_person_sees_and_does_what_that_person_may(cast: dict[str, User], book: Book) -> None:
    alice = book.as_user("alice")
    assert alice.table("customer_card").num_rows == 2
    for refused in (
        lambda: alice.export("customer_card", "x.csv"),
        lambda: alice.table("customers"),
        lambda: alice.set("discount_rate", 0.2),
        alice.loads,
        alice.run,
        lambda: alice.undo(1),
    ):
        with pytest.raises(CarteiraError) as refusal:
            refused()
        assert refusal.value.code == "not_allowed"


def test_the_ready_administrator_sees_the_tables_as_they_are(cast: dict[str, User]) -> None:
    root: Any = access_of(cast["root"])
    assert root.level("customers", "read") == Level.ALL
    assert root.may(Permission.SEE_MARGINS)
    assert tables(root).names == tables(FULL).names
