"""The copy of a run that pages read: there with the run, made again when it is not, and closed like every table."""

import re
import shutil
from collections.abc import Callable

import pytest

from carteira.accounts.access import FULL, Access, access_of, merged
from carteira.accounts.actions.roles import save_role
from carteira.accounts.choices import Permission
from carteira.accounts.models import Role, User
from carteira.book import queries
from carteira.book.book import Book
from carteira.book.queries import tables
from carteira.book.reading import BY_CUSTOMER
from carteira.book.restricted import COST_TABLES
from carteira.differentiate import customer_page
from carteira.differentiate.listing import Selection, choices, rows, totals
from carteira.differentiate.reading import LISTS
from carteira.differentiate.search import search
from carteira.errors import CarteiraError
from carteira.identify.actions import assign
from carteira.identify.models import Customer
from carteira.identify.personal import FIELDS
from carteira.warehouse.engine import Engine
from carteira.warehouse.reading_copy import CopiedTable, write_copy
from tests.accounts.cast import everybody, run_with_cast
from tests.at_rest import AtRest, Build

CUSTOMERS = """source_id,name,tax_id,email,phone,owner,team,city,parent_source_id
1,Padaria Aurora,11.222.333/0001-81,compras@aurora.com.br,+5511987654321,Alice Prado,South,Recife,
2,Mercado Boreal,11.444.777/0001-61,boreal@mercado.com.br,+5511987654322,Charlie Luz,North,Natal,
3,Oficina Central,,central@oficina.com.br,,,South,Recife,1
"""
ORDERS = """order_id,customer,ordered_at,product_id,quantity,unit_price,unit_cost
A-1,1,2025-03-01,x,1,100,60
A-2,1,2025-03-09,x,2,100,
A-2,1,2025-03-10,x,-1,100,
B-1,2,2025-03-02,x,1,200,250
C-1,3,2025-03-03,x,1,300,100
"""


def three_customers(book: Book) -> None:
    """Alice's of the South, Charlie's of the North, and one of the South without owner."""
    run_with_cast(book, customers=CUSTOMERS, orders=ORDERS)


@pytest.fixture
def cast(book: Book, at_rest: Callable[[Build], AtRest]) -> dict[str, User]:
    at_rest(three_customers).bring_back(book.home.path)
    return everybody()


def run_of(book: Book) -> int:
    run = book.published()
    assert run is not None
    return run.id


def copies(book: Book) -> set[int]:
    """The runs of which there is a copy, and nothing else beside them."""
    found = [re.fullmatch(r"run-(\d+)", path.name) for path in (book.home.path / "reading").iterdir()]
    assert all(found)
    return {int(name[1]) for name in found if name}


def customer(access: Access, name: str) -> int:
    (row,) = tables(access).rows("SELECT customer_id FROM customer_names WHERE name = ?", [name])
    return int(row["customer_id"])


def test_a_run_makes_its_copy_and_removes_those_that_nobody_reads(cast: dict[str, User], book: Book) -> None:
    first = run_of(book)
    reading = book.home.path / "reading"
    (reading / f"run-{first}.77.part").mkdir()
    (reading / f"run-{first}.duckdb").write_text("as earlier versions left it")
    second = book.run().id
    assert copies(book) == {first, second}
    third = book.run().id
    assert copies(book) == {second, third}


@pytest.mark.parametrize("content", [None, b"", b"no such table", "other tables"])
@pytest.mark.parametrize("name", ["lists.duckdb", "timeline.arrow", "customer_golden.npy"])
def test_a_copy_that_cannot_be_read_is_made_again(
    cast: dict[str, User], book: Book, name: str, content: bytes | str | None
) -> None:
    path = book.home.reading_copy(run_of(book)) / name
    path.unlink()
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content and name == "lists.duckdb":
        with Engine() as engine:
            write_copy(engine, path, [CopiedTable("customer_list", "SELECT 1 AS customer_id")])
    queries._opened.clear()
    assert totals(tables(FULL), Selection()).customers == 3
    queries._opened.clear()
    assert len(search(tables(FULL), "padaria")) == 1
    assert customer_page.story_counts(tables(FULL), customer(FULL, "Padaria Aurora")) == {"orders": 3}
    assert copies(book) == {run_of(book)}


def test_a_copy_that_is_not_there_at_all_is_made(cast: dict[str, User], book: Book) -> None:
    shutil.rmtree(book.home.path / "reading")
    queries._opened.clear()
    assert totals(tables(FULL), Selection()).customers == 3


def test_the_tables_of_a_run_are_as_they_were(cast: dict[str, User], book: Book) -> None:
    assert "folded_name" not in book.table("customer_card").column_names
    assert not {table.name for table in LISTS} & set(tables(FULL).names)
    (row,) = tables(FULL).rows("SELECT folded_name FROM customer_list WHERE name = 'Padaria Aurora'")
    assert row["folded_name"] == "padaria aurora"


def test_the_copy_holds_only_what_is_in_reach(cast: dict[str, User]) -> None:
    charlie, dora = tables(access_of(cast["charlie"])), tables(access_of(cast["dora"]))
    (boreal,) = charlie.rows("SELECT customer_id FROM customer_names")
    for table in LISTS:
        ids = {row["customer_id"] for row in charlie.rows(f'SELECT customer_id FROM "{table.name}"')}
        assert ids == {boreal["customer_id"]}, table.name
        assert len({row["customer_id"] for row in dora.rows(f'SELECT customer_id FROM "{table.name}"')}) == 3
    assert "aurora" not in str([charlie.rows(f'SELECT * FROM "{table.name}"') for table in LISTS]).lower()


@pytest.mark.parametrize("name", BY_CUSTOMER)
def test_only_customers_in_reach_are_opened(cast: dict[str, User], name: str) -> None:
    everybody = [row["customer_id"] for row in tables(FULL).rows("SELECT customer_id FROM customer_names")]
    charlie, dora = tables(access_of(cast["charlie"])), tables(access_of(cast["dora"]))
    (boreal,) = charlie.rows("SELECT customer_id FROM customer_names")
    everything, of_charlie, of_dora = (
        set(seen.of_customers(name, everybody)["customer_id"].to_pylist()) for seen in (tables(FULL), charlie, dora)
    )
    assert everything
    told = set() if name in COST_TABLES else {boreal["customer_id"]}  # Charlie sees no margins
    assert of_charlie == everything & told
    assert of_dora == everything


def test_margins_of_orders_are_for_those_who_see_margins(cast: dict[str, User]) -> None:
    charlie, number = tables(access_of(cast["charlie"])), customer(FULL, "Mercado Boreal")
    assert charlie.of_customers("customer_orders", [number])["margin"].to_pylist() == [None]
    assert tables(FULL).of_customers("customer_orders", [number])["margin"].to_pylist() == [-50_00]


def test_nobody_is_opened_for_who_sees_totals_only(cast: dict[str, User]) -> None:
    eva = tables(Access(permissions=frozenset({Permission.SEE_AGGREGATES})))
    with pytest.raises(CarteiraError, match="Your role"):
        eva.of_customers("customer_golden", [customer(FULL, "Mercado Boreal")])


RULES = ("hidden", "masked", "read_only", None)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("margins", [True, False])
@pytest.mark.parametrize("name", ["customer_golden", "timeline"])
def test_rows_opened_are_as_the_view_shows_them(
    cast: dict[str, User], name: str, margins: bool, rule: str | None
) -> None:
    """The rule on a column is one decision, carried out in SQL and on rows at hand."""
    save_role(
        "careful",
        name="",
        levels={"customers": {"read": 3}},
        permissions=["see_margins"] * margins,
        field_rules={"customers": dict.fromkeys(FIELDS, rule)} if rule else {},
    )
    careful = tables(merged(9, Role.objects.filter(code="careful"), set()))
    for customer_id in [row["customer_id"] for row in careful.rows("SELECT customer_id FROM customer_names")]:
        opened = careful.of_customers(name, [customer_id]).to_pylist()
        shown = careful.rows(f"SELECT * FROM {name} WHERE customer_id = ?", [customer_id])
        assert sorted(opened, key=str) == sorted(shown, key=str)


def test_one_who_was_given_another_owner_is_opened_under_that_one(cast: dict[str, User]) -> None:
    number = customer(FULL, "Padaria Aurora")
    assign(FULL, [number], owner=cast["bob"], team=None, by=None)
    (opened,) = tables(FULL).of_customers("customer_golden", [number]).to_pylist()
    (shown,) = tables(FULL).rows("SELECT * FROM customer_golden WHERE customer_id = ?", [number])
    assert opened == shown
    assert (opened["owner"], opened["team"]) == ("Bob Reis", None)
    assert tables(access_of(cast["charlie"])).of_customers("customer_golden", [number]).num_rows == 0


@pytest.mark.parametrize(
    "text", ["padaria", "aurora", "11222333000181", "11 98765-4321", "compras@aurora.com.br", "A-1"]
)
def test_a_search_ends_where_reach_ends(cast: dict[str, User], text: str) -> None:
    assert [hit.name for hit in search(tables(FULL), text)] == ["Padaria Aurora"]
    assert search(tables(access_of(cast["charlie"])), text) == []


def test_a_hidden_identifier_cannot_be_guessed_by_searching(cast: dict[str, User]) -> None:
    rules = {"customers": {"email": "masked", "phone": "hidden"}}
    save_role("careful", name="", levels={"customers": {"read": 3}}, permissions=[], field_rules=rules)
    careful = tables(merged(9, Role.objects.filter(code="careful"), set()))
    for text in ("11222333000181", "112223", "11 98765-4321", "98765", "compras@aurora.com.br", "compras@"):
        assert search(careful, text) == []
        assert rows(careful, Selection(text=text)) == []
    assert [hit.name for hit in search(careful, "aurora")] == ["Padaria Aurora"]


@pytest.mark.parametrize("person", ["alice", "charlie", "dora", "root"])
def test_a_card_is_what_its_view_shows(cast: dict[str, User], person: str) -> None:
    book = tables(access_of(cast[person]))
    seen = book.rows("SELECT * FROM customer_golden")
    assert seen
    for golden in seen:
        card, shown = book.card(golden), customer_page.card(book, golden["customer_id"])
        assert card is not None
        assert shown is not None
        assert {name: card[name] for name in shown if name not in ("run_id", "as_of")} == {
            name: value for name, value in shown.items() if name not in ("run_id", "as_of")
        }
        assert "slot" not in shown


def test_a_card_follows_its_new_owner(cast: dict[str, User]) -> None:
    number = customer(FULL, "Padaria Aurora")
    assign(FULL, [number], owner=cast["bob"], team=None, by=None)
    golden = customer_page.golden_record(tables(FULL), number)
    assert golden is not None
    card = tables(FULL).card(golden)
    assert card is not None
    assert (card["owner"], card["team"]) == ("Bob Reis", None)
    assert rows(tables(FULL), Selection(choices={"owner": "Bob Reis"}))[0]["customer_id"] == number


def test_what_was_remembered_is_forgotten_when_an_owner_changes(cast: dict[str, User]) -> None:
    assert choices(tables(FULL))["owner"] == ["Alice Prado", "Charlie Luz"]
    assert choices(tables(access_of(cast["charlie"])))["owner"] == ["Charlie Luz"]
    Customer.objects.get(owner=cast["charlie"])
    assign(FULL, [customer(FULL, "Mercado Boreal")], owner=cast["bob"], team=None, by=None)
    assert choices(tables(FULL))["owner"] == ["Alice Prado", "Bob Reis"]
    assert totals(tables(access_of(cast["charlie"])), Selection()).customers == 0


def test_the_page_of_a_customer_reads_the_copy(cast: dict[str, User]) -> None:
    book, number = tables(FULL), customer(FULL, "Padaria Aurora")
    orders, more = customer_page.orders(book, number)
    assert [(order["order_id"], order["lines"], order["revenue"], order["margin"]) for order in orders] == [
        ("A-2", 2, 100_00, None),
        ("A-1", 1, 100_00, 40_00),
    ]
    assert (more, customer_page.order_count(book, number), orders[0]["has_return"]) == (False, 2, True)
    events, _ = customer_page.story(book, number)
    assert [event["kind"] for event in events] == ["return", "order", "order"]
    assert customer_page.counted(events) == customer_page.story_counts(book, number) == {"orders": 3}
    (branch,) = customer_page.group_of(book, number, None)
    assert (branch["name"], branch["is_parent"]) == ("Oficina Central", False)
    (parent,) = customer_page.group_of(book, branch["customer_id"], number)
    assert (parent["name"], parent["is_parent"]) == ("Padaria Aurora", True)
    (record,) = customer_page.source_records(book, number)
    assert (record["source_id"], record["name"]) == ("1", "Padaria Aurora")
