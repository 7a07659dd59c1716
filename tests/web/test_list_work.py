"""What lists do with many customers, as pages of a real book: what each of the cast may do, and what is left of it."""

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from carteira.accounts.models import AuditEntry, User
from carteira.book import assigning
from carteira.book.book import Book
from carteira.identify.models import Customer
from carteira.jobs.models import Job
from carteira.jobs.worker import work_once
from tests.accounts.cast import everybody, run_with_cast
from tests.at_rest import AtRest, Build

CUSTOMERS = """source_id,name,email,owner,team
1,=Padaria Aurora,aurora@padaria.com.br,Alice Prado,South
2,Mercado Boreal,boreal@mercado.com.br,Charlie Luz,North
3,Oficina Central,central@oficina.com.br,,South
"""
ORDERS = """order_id,customer,ordered_at,product_id,quantity,unit_price,unit_cost
A,1,2025-03-01,x,1,123.45,60
B,2,2025-03-02,x,1,200,250
"""


def three_customers(book: Book) -> None:
    """Alice's of the South, Charlie's of the North, and one of the South without owner."""
    run_with_cast(book, customers=CUSTOMERS, orders=ORDERS)


@pytest.fixture
def cast(book: Book, at_rest: Callable[[Build], AtRest]) -> dict[str, User]:
    at_rest(three_customers).bring_back(book.home.path)
    return everybody()


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return client


def part(client: Client, address: str, **fields: Any) -> Any:
    return client.post(address, fields, headers={"hx-request": "true"})


def work() -> None:
    while work_once():
        pass


def number(name: str) -> int:
    return Customer.objects.get(owner__username=name).pk


def test_rows_that_were_chosen_are_assigned_and_given_back(cast: dict[str, User]) -> None:
    client = signed_in(cast["dora"])
    fields = {"customer": [number("alice"), number("charlie")], "query": "view=all", "owner": cast["bob"].pk}
    shown = part(client, "/customers/assign/", **fields).content.decode()
    assert "2 customers will change" in shown
    assert Customer.objects.filter(owner=cast["bob"]).count() == 0
    done = part(client, "/customers/assign/", **fields, confirmed="1")
    assert done.headers["HX-Redirect"] == "/customers/?view=all"
    assert Customer.objects.filter(owner=cast["bob"]).count() == 2
    page = client.get("/customers/").content.decode()
    assert "2 customers have a new owner or team." in page
    undo = page.split('action="/customers/assign/')[1].split('"')[0]
    client.post(f"/customers/assign/{undo}")
    assert (number("alice") > 0, number("charlie") > 0) == (True, True)
    assert Customer.objects.filter(assigned=True).count() == 0


def test_the_whole_selection_travels_by_its_conditions(cast: dict[str, User]) -> None:
    fields = {"everything": "1", "query": "profit__lt=0", "owner": cast["bob"].pk, "customer": [number("alice")]}
    part(signed_in(cast["root"]), "/customers/assign/", **fields, confirmed="1")
    assert Customer.objects.get(owner=cast["bob"]).team.name == "North"  # type: ignore[union-attr]


def test_many_are_assigned_in_the_background(cast: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assigning, "AT_ONCE", 1)
    client = signed_in(cast["root"])
    fields = {"everything": "1", "query": "", "owner": "nobody", "confirmed": "1"}
    address = part(client, "/customers/assign/", **fields).headers["HX-Redirect"]
    assert "Customers are being assigned" in client.get(address).content.decode()
    work()
    page = client.get(address).content.decode()
    assert "have a new owner or team" in page
    assert "Undo" in page
    assert Customer.objects.exclude(owner=None).count() == 0


def test_an_export_is_written_and_fetched_by_whoever_asked(cast: dict[str, User]) -> None:
    client = signed_in(cast["dora"])
    fields = {"everything": "1", "query": "sort=name&columns=category,revenue,months"}
    assert "Export 3 customers" in part(client, "/customers/export/", **fields).content.decode()
    assert not Job.objects.filter(kind="export").exists()
    state = part(client, "/customers/export/", **fields, format="csv", columns="list").content.decode()
    job = Job.objects.get(kind="export")
    assert f'hx-get="/customers/work/{job.pk}/"' in state
    work()
    assert "3 customers are in the file" in part_of(client, job)
    answer = client.get(f"/customers/work/{job.pk}/file/")
    rows = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode(), newline="")))  # type: ignore[attr-defined]
    assert rows[0] == ["Number", "Name", "Category", "Revenue (BRL)"]
    assert [row[1] for row in rows[1:]] == ["'=Padaria Aurora", "Mercado Boreal", "Oficina Central"]
    assert 'filename="customers.csv"' in answer.headers["Content-Disposition"]
    for name in ("root", "alice", "eva"):
        stranger = signed_in(cast[name])
        assert stranger.get(f"/customers/work/{job.pk}/").status_code in (403, 404)
        assert stranger.get(f"/customers/work/{job.pk}/file/").status_code in (403, 404)
    assert AuditEntry.objects.filter(action="export_fetched").count() == 1


def part_of(client: Client, job: Job) -> str:
    return client.get(f"/customers/work/{job.pk}/", headers={"hx-request": "true"}).content.decode()


def test_the_rows_that_were_chosen_are_exported(cast: dict[str, User]) -> None:
    client = signed_in(cast["root"])
    fields = {"customer": [number("charlie")], "query": "", "format": "csv", "columns": "all"}
    part(client, "/customers/export/", **fields)
    work()
    assert Job.objects.get(kind="export").result["rows"] == 1  # type: ignore[index]


def test_a_search_can_be_exported_and_stays_out_of_the_job(cast: dict[str, User]) -> None:
    client = signed_in(cast["root"])
    found = client.post("/customers/find/", {"q": "Boreal", "query": ""}).headers["Location"]
    part(client, "/customers/export/", everything="1", query=found.partition("?")[2], format="csv")
    work()
    job = Job.objects.get(kind="export")
    assert job.result["rows"] == 1  # type: ignore[index]
    assert "Boreal" not in str(job.arguments)


@pytest.mark.parametrize(("name", "assigns", "exports"), [("alice", 403, 403), ("eva", 403, 403), ("nina", 403, 403)])
def test_who_may_not_is_refused_and_nothing_changes(
    cast: dict[str, User], name: str, assigns: int, exports: int
) -> None:
    client = signed_in(cast[name])
    before = list(Customer.objects.order_by("pk").values())
    fields = {"everything": "1", "query": "", "owner": cast[name].pk, "confirmed": "1", "format": "csv"}
    assert part(client, "/customers/assign/", **fields).status_code == assigns
    assert part(client, "/customers/export/", **fields).status_code == exports
    assert client.post("/customers/assign/token/undo/").status_code == 403
    assert list(Customer.objects.order_by("pk").values()) == before
    assert not Job.objects.exclude(kind="follow_owners").exists()


def test_each_sees_what_is_in_reach_and_may_be_seen(cast: dict[str, User]) -> None:
    alice = signed_in(cast["alice"])
    page = alice.get("/customers/?sort=-profit&columns=profit,revenue&profit__lt=0&flag=loss").content.decode()
    assert "Padaria Aurora" in page
    assert "Mercado Boreal" not in page
    for hidden in ('id="sort-profit"', "63.45", 'value="profit"', 'value="-profit"', "Losing money", "data-check-row"):
        assert hidden not in page
    assert "2 conditions of this address were left out" in page
    assert alice.get("/customers/filter/profit/").status_code == 404
    eva = signed_in(cast["eva"]).get("/customers/?team=North").content.decode()
    assert "Totals without names" in eva
    for name in ("Aurora", "Boreal", "Central", "250", "-panel-url"):
        assert name not in eva


def test_the_summary_of_a_customer_is_as_closed_as_the_page(cast: dict[str, User]) -> None:
    theirs, mine = number("charlie"), number("alice")
    assert signed_in(cast["alice"]).get(f"/customers/{theirs}/panel/").status_code == 404
    panel = signed_in(cast["alice"]).get(f"/customers/{mine}/panel/").content.decode()
    assert "aurora@padaria.com.br" in panel
    assert "Profit" not in panel
    assert "R$63" not in panel
    assert "Profit" in signed_in(cast["dora"]).get(f"/customers/{mine}/panel/").content.decode()
    assert signed_in(cast["eva"]).get(f"/customers/{mine}/panel/").status_code == 404
