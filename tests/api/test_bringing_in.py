"""Rows and files that programs bring in: an answer for each row, and a load that can be taken back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from carteira.accounts.models import User
from carteira.accounts.queries import audit_entries
from carteira.api.models import KeptAnswer
from carteira.book.book import Book
from carteira.book.models import Load
from carteira.jobs.models import Job
from carteira.jobs.worker import work_once
from tests.accounts.cast import make_cast
from tests.api.calling import V1, Caller, key_of

ORDER = {
    "order_id": "A",
    "customer": "1",
    "ordered_at": "2025-03-01",
    "product_id": "x",
    "quantity": 1,
    "unit_price": 9.9,
}


@pytest.fixture
def cast(book: Any) -> dict[str, User]:
    return make_cast()


@pytest.fixture
def root(cast: dict[str, User]) -> Caller:
    return Caller(key_of(cast["root"]))


def states(answer: Any) -> list[tuple[str, str, str]]:
    assert answer.status_code == 200, answer.content
    return [(row["state"], row["code"], row["column"]) for row in answer.json()["rows"]]


def test_it_works(root: Caller, book: Book) -> None:
    rows = [{"source_id": 1, "name": "Padaria"}, {"source_id": "2", "name": "Mercado", "credit_limit": 1000.5}]
    answer = root.post("/facts/customers", {"source": "shop", "rows": rows})
    assert states(answer) == [("accepted", "", "")] * 2
    assert [row["name"] for row in book.table("customers").to_pylist()] == ["Padaria", "Mercado"]
    load = root.get(f"/loads/{answer.json()['load_id']}").json()
    assert (load["source"], load["accepted"], load["state"]) == ("shop", 2, "loaded")
    assert root.post(f"/loads/{load['id']}/undo").json()["state"] == "undone"
    assert book.table("customers").num_rows == 0
    assert root.post(f"/loads/{load['id']}/undo").json()["code"] == "already_undone"


def test_every_row_is_answered(root: Caller, book: Book) -> None:
    root.post("/facts/orders", {"rows": [ORDER, {**ORDER, "order_id": "B"}]})
    rows = [
        {**ORDER, "order_id": "C"},
        {**ORDER, "order_id": "B", "quantity": "2.5"},
        {**ORDER, "order_id": None},
        {**ORDER, "quantity": "many"},
        {**ORDER, "ordered_at": "01/02/2025"},
        {**ORDER, "colour": "red"},
        {**ORDER, "status": "lost"},
        {**ORDER, "currency": "USD"},
        {**ORDER, "product_id": "a\0b"},
        {"order_id": "D"},
    ]
    assert states(root.post("/facts/orders", {"rows": rows})) == [
        ("accepted", "", ""),
        ("replaced", "", ""),
        ("rejected", "missing_value", "order_id"),
        ("rejected", "not_a_number", "quantity"),
        ("rejected", "ambiguous_date", "ordered_at"),
        ("rejected", "unknown_column", "colour"),
        ("rejected", "not_a_choice", "status"),
        ("rejected", "other_currency", "currency"),
        ("rejected", "nul_byte", ""),
        ("rejected", "missing_value", "ordered_at"),
    ]
    assert sorted((row["order_id"], str(row["quantity"])) for row in book.table("orders").to_pylist()) == [
        ("A", "1.000000"),
        ("B", "2.500000"),
        ("C", "1.000000"),
    ]


def test_numbers_and_ids_arrive_as_they_were_sent(root: Caller, book: Book) -> None:
    rows = [
        {**ORDER, "order_id": "007", "unit_price": 0.1, "tax": "0.000001"},
        {**ORDER, "order_id": "1.0", "unit_price": 1e-06, "tax": 1234567.25},
    ]
    assert states(root.post("/facts/orders", {"rows": rows})) == [("accepted", "", "")] * 2
    found = {row["order_id"]: (str(row["unit_price"]), str(row["tax"])) for row in book.table("orders").to_pylist()}
    assert found == {"007": ("0.100000", "0.000001"), "1.0": ("0.000001", "1234567.250000")}


def test_where_no_row_fits_there_is_no_load(root: Caller) -> None:
    for rows in ([{"colour": "red"}], [{"order_id": "A"}], [{"colour": "red"}, {"order_id": "A"}]):
        answer = root.post("/facts/orders", {"rows": rows})
        assert answer.json()["load_id"] is None
        assert {row[0] for row in states(answer)} == {"rejected"}
    assert not Load.objects.filter(state="loaded").exists()


def test_the_same_rows_may_come_again_later(root: Caller, book: Book) -> None:
    for name in ("Ana", "Bia", "Ana"):
        root.post("/facts/customers", {"rows": [{"source_id": "1", "name": name}]})
    assert [row["name"] for row in book.table("customers").to_pylist()] == ["Ana"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"rows": []}, "invalid"),
        ({"rows": [{"source_id": "1"}] * 10_001}, "invalid"),
        ({"rows": [{"source_id": {"$ne": 1}}]}, "invalid"),
        ({"rows": [{"source_id": True}]}, "invalid"),
        ({"rows": [{"source_id": "1"}], "table": "orders"}, "invalid"),
        ({"rows": [{"source_id": "1"}], "source": ""}, "invalid"),
        ({"rows": [{"source_id": "1"}], "source": "a\u2028b"}, "bad_source_name"),
    ],
)
def test_what_does_not_fit_is_refused_whole(root: Caller, body: dict[str, Any], code: str) -> None:
    answer = root.post("/facts/customers", body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert not Load.objects.exists()


def test_rows_are_paged_as_they_now_stand(root: Caller) -> None:
    root.post("/facts/customers", {"rows": [{"source_id": str(n), "name": "old"} for n in range(5)]})
    root.post("/facts/customers", {"rows": [{"source_id": str(n), "name": "new"} for n in range(3, 7)]})
    found, cursor = [], ""
    while cursor is not None:
        page = root.get(f"/facts/customers?limit=2{cursor and f'&cursor={cursor}'}").json()
        found += [(row["source_id"], row["name"]) for row in page["items"]]
        cursor = page["next"]
    assert found == [("0", "old"), ("1", "old"), ("2", "old"), *((str(n), "new") for n in range(3, 7))]


def test_who_may_not_load_loads_nothing(cast: dict[str, User]) -> None:
    for name in ("alice", "dora", "eva"):
        assert Caller(key_of(cast[name])).post("/facts/customers", {"rows": [{"source_id": "1"}]}).status_code == 403
    assert not Load.objects.exists()


def send(caller: Caller, path: str = "/loads", text: str = "source_id,name\n1,Ana\n2,Bia\n", **fields: str) -> Any:
    key = {"Idempotency-Key": fields.pop("key")} if "key" in fields else {}
    data = {"file": SimpleUploadedFile("c.csv", text.encode()), "table": "customers", **fields}
    return caller.client.post(V1 + path, data, headers=caller.headers | key)


def uploads(book: Book) -> list[Path]:
    return list(book.home.uploads.glob("*")) if book.home.uploads.is_dir() else []


def test_a_file_is_loaded_in_the_background(root: Caller, book: Book) -> None:
    answer = send(root, source="shop", mapping='[columns]\nname = "name"\nsource_id = "source_id"\n')
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    while work_once():
        pass
    job = root.get(answer.headers["Location"].removeprefix(V1)).json()
    assert job["state"] == "done", job
    assert root.get(f"/loads/{job['result']['load_id']}").json()["accepted"] == 2
    assert uploads(book) == []
    assert audit_entries().filter(action="load_asked", actor="root").count() == 1


def test_a_file_sent_again_with_its_key_is_loaded_once(root: Caller, book: Book) -> None:
    first, again = send(root, key="k"), send(root, key="k")
    assert again.content == first.content
    assert len(uploads(book)) == Job.objects.filter(kind="load").count() == 1
    assert send(root, text="source_id,name\n3,Cid\n", key="k").json()["code"] == "key_for_another_request"
    assert len(uploads(book)) == KeptAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"table": "nothing"}, 422, "invalid"),
        ({"source": ""}, 422, "invalid"),
        ({"mapping": "[colour]"}, 422, "mapping_unknown_section"),
        ({"text": "a,b\n1,2\n"}, 409, "columns_missing"),
        ({"text": ""}, 409, "empty_file"),
    ],
)
def test_a_file_that_does_not_fit_leaves_nothing(
    root: Caller, book: Book, fields: dict[str, str], status: int, code: str
) -> None:
    answer = send(root, **fields)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert uploads(book) == []
    assert not Job.objects.filter(kind="load").exists()


def test_nobody_fills_the_disk_without_permission(cast: dict[str, User], book: Book) -> None:
    assert send(Caller(key_of(cast["alice"]))).status_code == 403
    assert send(Caller()).status_code == 401
    browser = Caller(enforce_csrf_checks=True)
    browser.client.force_login(cast["root"])
    assert send(browser).status_code == 403
    assert uploads(book) == []


def test_a_file_is_checked_without_a_trace(root: Caller, book: Book) -> None:
    found = send(root, "/loads/check", "source_id,name,birth_date\n1,Ana,2000-01-31\n,Bia,2000-01-31\n").json()
    assert (found["lines"], found["accepted"], found["rejected"]) == (2, 1, 1)
    assert found["rejections"] == [
        {"line": 3, "code": "missing_value", "reason": "the value is missing", "column": "source_id", "value": None}
    ]
    assert uploads(book) == []
    assert not Load.objects.exists()


def test_the_name_of_a_file_leads_nowhere(root: Caller, book: Book) -> None:
    for name in ("../../../etc/passwd", "a\nb.csv", "<script>.csv", "\u202egpj.csv"):
        file = SimpleUploadedFile(name, b"source_id\n1\n")
        file.name = name
        root.client.post(V1 + "/loads", {"file": file, "table": "customers"}, headers=root.headers)
    assert all(path.parent == book.home.uploads for path in uploads(book))
    assert not {"/", "\n"} & set("".join(job.arguments["file_name"] for job in Job.objects.filter(kind="load")))


def test_rejections_are_paged(root: Caller, book: Book) -> None:
    rows = [{"source_id": None if n % 2 else str(n)} for n in range(10)]
    load = root.post("/facts/customers", {"rows": rows}).json()["load_id"]
    first = root.get(f"/loads/{load}/rejections?limit=3").json()
    assert [row["line"] for row in first["items"]] == [2, 4, 6]
    following = root.get(f"/loads/{load}/rejections?limit=3&cursor={first['next']}").json()
    assert ([row["line"] for row in following["items"]], following["next"]) == ([8, 10], None)


def test_bulk_reads_are_told(calling_everything: Callable[[], Caller], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("carteira.book.table_rows.BULK", 10)
    monkeypatch.setattr("carteira.book.table_rows.BATCH", 4)
    root = calling_everything()
    arrow = "application/vnd.apache.arrow.stream"
    answer = root.get("/tables/customer_card", Accept=arrow)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, arrow)
    found = pa.ipc.open_stream(b"".join(answer.streaming_content)).read_all()
    assert found["customer_id"].to_pylist() == sorted(found["customer_id"].to_pylist())
    assert found.num_rows == 12
    assert audit_entries().filter(action="bulk_read", details__rows=12).count() == 1
    assert Client().get(V1 + "/tables/customer_card", headers={"Accept": arrow}).status_code == 401


@pytest.fixture
def calling_everything(root: Caller, book: Book) -> Callable[[], Caller]:
    def filled() -> Caller:
        root.post("/facts/customers", {"rows": [{"source_id": str(n), "name": f"Customer {n}"} for n in range(12)]})
        book.run()
        return root

    return filled


def test_ten_thousand_rows_at_once(root: Caller) -> None:
    rows = [{"source_id": str(n), "name": f"Customer {n}", "street": "x" * 400} for n in range(10_000)]
    assert root.post("/facts/customers", {"rows": rows}).json()["accepted"] == 10_000
    too_much = root.post("/facts/customers", {"rows": [{**row, "city": "x" * 1500} for row in rows]})
    assert (too_much.status_code, too_much.json()["code"]) == (413, "body_too_large")
