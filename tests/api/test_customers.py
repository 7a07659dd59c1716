"""Customers by any figure that the caller may see: in stable pages, and never more than may be seen."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from carteira.accounts.choices import Permission
from carteira.accounts.models import Role, User
from carteira.book.book import Book
from carteira.differentiate.figures import FIGURES
from carteira.differentiate.listing import SORTS
from carteira.identify.models import Customer
from carteira.jobs.worker import work_once
from tests.api.calling import V1, Caller


def ids(answer: Any) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [row["customer_id"] for row in answer.json()["items"]]


def whole(caller: Caller, limit: int, **query: str) -> list[int]:
    """Every customer, page by page, as the `Link` of each page says."""
    address, found = "/customers?" + urlencode({**query, "limit": limit}), []
    while address:
        answer = caller.get(address)
        found += ids(answer)
        link = answer.headers.get("Link", "")
        address = link.removeprefix(f"<{V1}").partition(">")[0]
        assert bool(address) == (answer.json()["next"] is not None)
    return found


def test_it_works(calling: Callable[..., Caller]) -> None:
    root = calling("root")
    found = root.get("/customers?profit__lt=0&fields=name,profit&sort=-profit").json()
    assert [(row["name"], row["profit"]) for row in found["items"]] == [("Mercado Boreal", -5000)]
    assert root.get("/customers/totals?profit__lt=0").json()["losing"] == 1
    assert len(ids(root.get("/customers?city=Recife&revenue__ge=123.45"))) == 2
    assert root.get("/customers?fields=profit").json()["items"][0].keys() == {"customer_id", "profit"}


def test_pages_leave_out_and_repeat_nobody(calling: Callable[..., Caller]) -> None:
    root = calling("root")
    for sort in ("revenue", "-revenue", "city", "-state", "name", "losing_now", "-last_purchase_on"):
        found = whole(root, 4, sort=sort)
        assert len(found) == len(set(found)) == 15, sort
        assert found == whole(root, 500, sort=sort), sort


def test_every_figure_can_be_sorted_by_and_shown(calling: Callable[..., Caller]) -> None:
    root = calling("root")
    for name in SORTS:
        assert root.get(f"/customers?sort=-{name}&limit=1&fields={name}").status_code == 200
    figures = root.get("/me").json()["figures"]
    assert set(figures) == set(FIGURES)


def test_the_same_in_the_body(calling: Callable[..., Caller]) -> None:
    root = calling("root")
    assert ids(root.post("/customers/query", {"conditions": {"name__contains": "aurora"}})) == ids(
        root.post("/customers/query", {"text": "aurora"})
    )
    body = {"conditions": {"profit__lt": "0"}, "sort": "-revenue", "fields": ["name"], "limit": 1}
    assert root.post("/customers/query", body).json()["items"][0]["name"] == "Mercado Boreal"
    first = root.post("/customers/query", {"limit": 3}).json()
    following = root.post("/customers/query", {"limit": 3, "cursor": first["next"]}).json()
    assert not {row["customer_id"] for row in first["items"]} & {row["customer_id"] for row in following["items"]}


def test_flags_and_sources(calling: Callable[..., Caller]) -> None:
    root = calling("root")
    assert len(ids(root.get("/customers?flags=loss"))) == 1
    assert len(ids(root.get("/customers?source=main"))) == 15
    assert ids(root.get("/customers?source=other")) == []
    for asked in ("flags=nothing", "flags=", "flags=loss,", "fields="):
        assert root.get(f"/customers?{asked}").json()["code"] == "unknown_figure", asked


REFUSED = [
    ("proft__lt=0", "unknown_figure"),
    ("profit__below=0", "bad_condition"),
    ("profit__lt=much", "bad_condition"),
    ("colour=red", "unknown_parameter"),
    ("sort=colour", "unknown_figure"),
    ("sort=reason_arguments", "unknown_figure"),
    ("sort=revenue;drop table customer_card", "unknown_figure"),
    ("fields=name,colour", "unknown_figure"),
    ("name__contains=aurora", "personal_in_address"),
    ("name=Aurora", "personal_in_address"),
    ("revenue__lt=1&revenue__lt=2", "parameter_repeated"),
    ("sort=revenue&sort=profit", "parameter_repeated"),
    ("limit=0", "invalid"),
    ("q=aurora", "personal_in_address"),
    ("cursor=999999", "bad_cursor"),
]
"""What a query string may not say, and why not."""


def test_what_is_not_understood_is_refused(calling: Callable[..., Caller]) -> None:
    root = calling("root")
    for query, code in REFUSED:
        answer = root.get(f"/customers?{query}")
        assert (answer.status_code, answer.json()["code"]) == (409 if code == "bad_cursor" else 422, code), query


def test_what_a_caller_may_not_see_is_neither_shown_nor_asked_for(
    calling: Callable[..., Caller], cast: dict[str, User]
) -> None:
    alice = calling("alice")
    shown = alice.get("/customers").json()["items"][0]
    assert "revenue" in shown
    assert "profit" not in shown
    for query in (
        "fields=profit",
        "sort=-profit",
        "profit__lt=0",
        "flags=loss",
        "loss_cause=visits",
        "sort=loss_cause",
    ):
        answer = alice.get(f"/customers?{query}")
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown_figure")
    assert alice.post("/customers/query", {"conditions": {"profit__lt": "0"}}).status_code == 422
    totals = alice.get("/customers/totals").json()
    assert (totals["customers"], totals["profit"], totals["losing"]) == (2, None, None)
    assert not {name for name in FIGURES if FIGURES[name].needs == Permission.SEE_MARGINS} & set(
        alice.get("/me").json()["figures"]
    )


def test_one_customer(calling: Callable[..., Caller], cast: dict[str, User]) -> None:
    customer = Customer.objects.get(owner=cast["alice"]).pk
    found = calling("root").get(f"/customers/{customer}").json()
    assert found["figures"]["profit"] == 6345
    assert found["golden"]["tax_id"] == "11222333000181"
    assert [(row["source"], row["source_id"]) for row in found["records"]] == [("main", "1")]
    assert calling("root").get(f"/customers/{customer}/orders").json()["items"][0]["order_id"] == "A"
    assert [row["kind"] for row in calling("root").get(f"/customers/{customer}/story").json()["items"]] == ["order"]
    theirs = calling("alice").get(f"/customers/{customer}").json()
    assert "profit" not in theirs["figures"]


def test_masked_fields_are_masked_everywhere(calling: Callable[..., Caller], cast: dict[str, User]) -> None:
    role = Role.objects.create(
        code="masked",
        levels={"customers": {"read": 3}},
        field_rules={"customers": {"email": "masked", "phone": "hidden"}},
    )
    cast["nina"].roles.set([role])
    nina = calling("nina")
    customer = Customer.objects.get(owner=cast["alice"]).pk
    said = "".join(
        nina.get(path).content.decode()
        for path in (f"/customers/{customer}", "/tables/customer_golden", "/tables/standard_records", "/customers")
    )
    for secret in ("aurora@padaria", "987654321", "11222333000181", "11.222.333"):
        assert secret not in said
    for text in ("aurora@padaria.com.br", "11987654321", "11.222.333/0001-81"):
        assert nina.post("/search", {"text": text}).json()["items"] == []
        assert ids(nina.post("/customers/query", {"text": text})) == []


def test_search(calling: Callable[..., Caller]) -> None:
    root = calling("root")
    for text in ("aurora", "11222333000181", "aurora@padaria.com.br", "A"):
        found = root.post("/search", {"text": text + ("" if len(text) > 1 else " ")})
        assert [row["name"] for row in found.json()["items"]][:1] in (["Padaria Aurora"], [])
    assert root.post("/search", {"text": "padária"}).json()["items"][0]["name"] == "Padaria Aurora"
    assert root.post("/search", {"text": "a"}).status_code == 422


def test_customers_are_given_away_in_number(calling: Callable[..., Caller], cast: dict[str, User]) -> None:
    dora = calling("dora")
    body = {"conditions": {"city": "Natal"}, "owner_id": cast["charlie"].pk}
    assert dora.post("/customers/assignments/preview", body).json()["changing"] == 12
    done = dora.post("/customers/assignments", body).json()
    assert done["changed"] == 12
    assert Customer.objects.filter(owner=cast["charlie"]).count() == 13
    assert dora.post("/customers/assignments/undo", {"token": done["token"]}).json()["changed"] == 12
    assert Customer.objects.filter(owner=cast["charlie"]).count() == 1
    assert calling("alice").post("/customers/assignments", body).status_code == 403


def test_customers_as_a_file(calling: Callable[..., Caller], book: Book) -> None:
    root, dora = calling("root"), calling("dora")
    asked = root.post("/customers/exports", {"conditions": {"profit__lt": "0"}, "fields": ["name", "profit"]})
    job = asked.json()["id"]
    assert root.get(f"/jobs/{job}/file").json()["code"] == "export_gone"
    while work_once():
        pass
    answer = root.get(f"/jobs/{job}/file")
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode()
    assert "Mercado Boreal" in text
    assert "Padaria" not in text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="customers.csv"'
    assert dora.get(f"/jobs/{job}/file").status_code == 404
    assert calling("alice").post("/customers/exports", {}).status_code == 403
    assert calling("root", "customers:read", "export").get(f"/jobs/{job}/file").json()["code"] == "access_changed"
