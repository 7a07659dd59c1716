"""The API about customers, facts and the work on the book."""

from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from carteira.accounts.access import access_of
from carteira.api.resources.decisions import text_of
from carteira.book import deciding
from carteira.customize.decide.decider import Ask
from carteira.jobs import actions as jobs
from tests.access.row import NAMES, Row, makes, marks
from tests.access.rows.customers import assigned, exported, removed
from tests.access.rows.loads import FILE
from tests.access.world import World
from tests.api.deciding import begin_deciding

API = "/api/v1"
ONE = f"{API}/customers/<int:customer_id>"
AURORA, BOREAL = f"{API}/customers/{{customers[aurora]}}", f"{API}/customers/{{customers[boreal]}}"
VIEW, SECRET = f"{API}/views/<int:view_id>", f"{API}/views/{{numbers[Visao secreta]}}"
REASONS, STRATEGIC = f"{ONE}/strategic-reasons", "differentiate_strategicreason"
ONE_REASON, THE_REASON = f"{REASONS}/<int:reason_id>", f"{AURORA}/strategic-reasons/{{numbers[reason of aurora]}}"
ANSWERS, TARGET = f"{ONE}/answers", f"{API}/portfolio/target"
REASON = {
    "kind": "learning", "owner_id": "{=users.dora.pk}", "words": "Outro motivo", "until": "2099-04-30", "ceiling": 500,
}  # fmt: skip
SCENARIO = f"{API}/remedy-scenarios/<int:scenario_id>"
HERS = f"{API}/remedy-scenarios/{{numbers[Cenario secreto]}}"
MARGINS = marks("margin", "aurora boreal central")
LATEST = {"If-Match": "*"}
TO_NORTH = {
    "owner_id": "{=users.charlie.pk}", "team_id": "{=numbers.team North}",
    "customer_ids": ["{=customers.aurora}", "{=customers.boreal}"],
}  # fmt: skip
LOAD = f"{API}/loads/{{numbers[load of customers]}}"
REJECTED = marks("contact", "rejected")


def file(world: World, name: str) -> Mapping[str, Any]:
    return {"file": SimpleUploadedFile("pedidos.csv", FILE.encode())}


def run_job(world: World, name: str) -> Mapping[str, Any]:
    """A run that waits."""
    return {"job": jobs.ask("run", {"window": "12m"}, world.users["root"]).pk}


def plan(world: World, name: str) -> Mapping[str, Any]:
    """A published plan, by which nobody decided yet."""
    begin_deciding(world.book)
    return {}


def decided(world: World, name: str) -> Mapping[str, Any]:
    """A decision about Aurora."""
    begin_deciding(world.book)
    waiter: Future[None] = Future()
    found = deciding.decide(access_of(world.users["root"]), Ask(world.customers["aurora"]), waiter)
    waiter.result(10)
    return {"decision": text_of(found.place)}


ROWS = [
    Row("GET", f"{API}/me", "by session or key", f"{API}/me", note="who calls"),
    Row("GET", f"{API}/book", "by session or key", f"{API}/book", note="currency and run"),
    Row("GET", f"{API}/kinds", "by session or key", f"{API}/kinds", note="kinds of record"),
    Row("GET", f"{API}/openapi.json", "by session or key", f"{API}/openapi.json", note="the document"),
    Row("GET", f"{API}/customers", "read customers", f"{API}/customers", shows=NAMES | MARGINS),
    Row(
        "GET", f"{API}/customers", "ask for margins", f"{API}/customers?profit__lt=0&fields=customer_id,profit",
        shows=marks("margin", "boreal"), note="by profit",
    ),
    Row(
        "POST", f"{API}/customers/query", "read customers", f"{API}/customers/query",
        json={"text": "padaria", "fields": ["name", "city", "revenue"]}, shows=marks("name", "aurora"),
    ),
    Row(
        "POST", f"{API}/customers/query", "ask for tax ids", f"{API}/customers/query",
        json={"text": "11444777000161", "fields": ["name"]}, shows=marks("name", "boreal"), note="by tax id",
    ),
    Row("GET", f"{API}/customers/totals", "read customers", f"{API}/customers/totals", note="sums of what one sees"),
    Row("GET", ONE, "read customers", AURORA, shows=marks("name tax_id contact margin", "aurora")),
    Row("GET", ONE, "read customers", BOREAL, shows=marks("name tax_id contact margin", "boreal"), note="Boreal"),
    Row("GET", f"{ONE}/quote", "read customers", f"{AURORA}/quote?product_id=BISCOITO&quantity=1&price=9000",
        note="a price"),
    Row("GET", f"{ONE}/story", "read customers", f"{AURORA}/story", shows=marks("story", "aurora")),
    Row("GET", f"{ONE}/orders", "read customers", f"{BOREAL}/orders", shows=marks("story", "boreal")),
    Row(
        "POST", f"{API}/decide", "decide about Aurora", f"{API}/decide", given=plan,
        json={"customer_id": "{=customers.aurora}"}, changes=makes("decisions"),
    ),
    Row(
        "POST", f"{API}/decide", "decide about Boreal", f"{API}/decide", given=plan,
        json={"customer_id": "{=customers.boreal}"}, changes=makes("decisions"), note="Boreal",
    ),
    Row(
        "POST", f"{API}/decide/<decision_id>/outcome", "decide about Aurora", f"{API}/decide/{{decision}}/outcome",
        given=decided, json={"outcome": "accepted"}, changes=makes("decisions"),
    ),
    Row("GET", f"{API}/views", "read customers", f"{API}/views", shows=marks("view", "secret south everybody")),
    Row(
        "POST", f"{API}/views", "read customers", f"{API}/views", json={"name": "Nova visao", "opens_first": True},
        changes=makes("differentiate_savedview", "differentiate_firstview"),
    ),
    Row("GET", VIEW, "Alice alone", SECRET, shows=marks("view", "secret")),
    Row(
        "PUT", VIEW, "Alice alone", SECRET, headers=LATEST, json={"name": "X", "audience": "everybody"},
        changes=makes("differentiate_savedview"),
    ),
    Row(
        "PUT", VIEW, "change shared views", f"{API}/views/{{numbers[Visao de todos]}}", headers=LATEST,
        json={"name": "X", "audience": "everybody"}, changes=makes("differentiate_savedview"), note="of everybody",
    ),
    Row("DELETE", VIEW, "Alice alone", SECRET, headers=LATEST, changes=makes("differentiate_savedview")),
    Row(
        "POST", f"{VIEW}/bring-back", "change shared views", f"{API}/views/{{numbers[Visao do Sul]}}/bring-back",
        given=removed, changes=makes("differentiate_savedview"),
    ),
    Row(
        "GET", f"{API}/remedy-scenarios", "ask for margins", f"{API}/remedy-scenarios",
        shows=marks("scenario", "secret everybody"),
    ),
    Row(
        "POST", f"{API}/remedy-scenarios", "ask for margins", f"{API}/remedy-scenarios",
        json={"name": "Novo", "terms": {"discount": 0.05}},
        changes=makes("customize_remedyscenario"),
    ),
    Row("GET", SCENARIO, "Dora alone", HERS, shows=marks("scenario", "secret") | marks("margin", "boreal")),
    Row(
        "DELETE", SCENARIO, "Dora alone", HERS, headers=LATEST,
        changes=makes("customize_remedyscenario"),
    ),
    Row("GET", f"{ONE}/assignment", "read customers", f"{AURORA}/assignment", note="who looks after it"),
    Row(
        "PATCH", f"{ONE}/assignment", "edit Aurora", f"{AURORA}/assignment", headers=LATEST,
        json={"owner_id": None}, changes=makes("identify_customer"),
    ),
    Row(
        "PATCH", f"{ONE}/assignment", "edit Boreal", f"{BOREAL}/assignment", headers=LATEST,
        json={"owner_id": None}, changes=makes("identify_customer"), note="Boreal",
    ),
    Row("GET", REASONS, "read customers", f"{AURORA}/strategic-reasons", note="of Aurora"),
    Row("POST", REASONS, "edit Aurora", f"{AURORA}/strategic-reasons", json=REASON, changes=makes(STRATEGIC)),
    Row("GET", ONE_REASON, "read customers", THE_REASON, note="of Aurora"),
    Row("PUT", ONE_REASON, "edit Aurora", THE_REASON, headers=LATEST, json=REASON, changes=makes(STRATEGIC)),
    Row("DELETE", ONE_REASON, "edit Aurora", THE_REASON, headers=LATEST, changes=makes(STRATEGIC)),
    Row("GET", ANSWERS, "read customers", f"{AURORA}/answers", note="of Aurora"),
    Row(
        "POST", ANSWERS, "edit Aurora", f"{AURORA}/answers", json={"question": "main_need", "answer": "price"},
        changes=makes("differentiate_answer"),
    ),
    Row(
        "POST", f"{ANSWERS}/<int:answer_id>/withdraw", "edit Aurora", changes=makes("differentiate_answer"),
        path=f"{AURORA}/answers/{{numbers[answer of aurora]}}/withdraw",
    ),
    Row(
        "POST", f"{ONE}/consents", "edit Aurora", f"{AURORA}/consents",
        json={"purpose": "marketing", "channel": "call", "status": "withdrawn"}, changes=makes("identify_consent"),
    ),
    Row(
        "POST", f"{ONE}/consents", "edit Boreal", f"{BOREAL}/consents", note="Boreal",
        json={"purpose": "marketing", "channel": "call", "status": "granted"}, changes=makes("identify_consent"),
    ),
    Row("GET", f"{API}/customers/assignees", "edit customers", f"{API}/customers/assignees", note="names of people"),
    Row(
        "POST", f"{API}/customers/assignments/preview", "mass update", f"{API}/customers/assignments/preview",
        json=TO_NORTH, note="counts",
    ),
    Row(
        "POST", f"{API}/customers/assignments", "mass update", f"{API}/customers/assignments", json=TO_NORTH,
        changes=makes("identify_customer", "assignments"),
    ),
    Row(
        "POST", f"{API}/customers/assignments/undo", "mass update", f"{API}/customers/assignments/undo",
        given=assigned, json={"token": "{token}"}, changes=makes("identify_customer"),
    ),
    Row("POST", f"{API}/search", "read customers", f"{API}/search", json={"text": "aurora"},
        shows=marks("name", "aurora")),
    Row("POST", f"{API}/search", "ask for tax ids", f"{API}/search", json={"text": "central@oficina.com.br"},
        shows=marks("name", "central"), note="by e-mail"),
    Row(
        "POST", f"{API}/customers/exports", "export", f"{API}/customers/exports",
        json={"fields": ["name"], "format": "csv"}, changes=makes("jobs_job", "exports"),
    ),
    Row(
        "GET", f"{API}/jobs/<int:job_id>/file", "export", f"{API}/jobs/{{job}}/file", given=exported,
        shows=NAMES | MARGINS,
    ),
    Row("GET", f"{API}/portfolio", "see margins", f"{API}/portfolio", shows=marks("margin", "aurora central boreal")),
    Row("GET", TARGET, "ask for margins", TARGET, note="the mix of what one sees"),
    Row(
        "PUT", TARGET, "set the target", TARGET, headers=LATEST, changes=makes("differentiate_targetportfolio"),
        json={"shares": [{"dimension": "category", "value": "mvc", "customers": 0.4}]},
    ),
    Row("GET", f"{API}/tables", "read customers", f"{API}/tables", note="names of columns"),
    Row(
        "GET", f"{API}/tables/<name>", "read customers", f"{API}/tables/customer_golden?limit=500",
        shows=NAMES | marks("tax_id contact", "aurora boreal central"),
    ),
    Row(
        "GET", f"{API}/tables/<name>", "ask for margins", f"{API}/tables/customer_profit?limit=500", shows=MARGINS,
        note="profit",
    ),
    Row(
        "GET", f"{API}/tables/<name>", "export", f"{API}/tables/customer_card", shows=NAMES | MARGINS,
        headers={"Accept": "application/vnd.apache.arrow.stream"}, note="as a stream",
    ),
    Row("GET", f"{API}/facts", "read loads", f"{API}/facts", note="names of columns"),
    Row(
        "GET", f"{API}/facts/<table>", "read facts", f"{API}/facts/customers?limit=500",
        shows=NAMES | marks("tax_id contact", "aurora boreal central"),
    ),
    Row(
        "POST", f"{API}/facts/<table>", "create loads", f"{API}/facts/products",
        json={"rows": [{"product_id": "NOVO", "name": "Novo"}]}, changes=makes("book_load", "facts"),
    ),
    Row("GET", f"{API}/loads", "read loads", f"{API}/loads", note="files and counts"),
    Row(
        "POST", f"{API}/loads", "create loads", f"{API}/loads", given=file, form={"file": "{=file}", "table": "orders"},
        changes=makes("jobs_job", "uploads"),
    ),
    Row(
        "POST", f"{API}/loads/check", "create loads", f"{API}/loads/check", given=file,
        form={"file": "{=file}", "table": "orders"}, note="nothing is kept",
    ),
    Row("GET", f"{API}/loads/<int:load_id>", "read loads", LOAD, note="counts"),
    Row(
        "GET", f"{API}/loads/<int:load_id>/rejections", "read rejected lines", f"{LOAD}/rejections", shows=REJECTED,
    ),
    Row(
        "POST", f"{API}/loads/<int:load_id>/undo", "delete loads", f"{API}/loads/{{numbers[load of invoices]}}/undo",
        changes=makes("book_load", "facts"),
    ),
    Row("GET", f"{API}/runs", "read runs", f"{API}/runs", note="days and loads"),
    Row("POST", f"{API}/runs", "create runs", f"{API}/runs", json={"window": "12m"}, changes=makes("jobs_job")),
    Row("GET", f"{API}/runs/<int:run_id>", "read runs", f"{API}/runs/1", note="day and loads"),
    Row("GET", f"{API}/jobs", "by session or key", f"{API}/jobs", note="one's own and the book's"),
    Row("GET", f"{API}/jobs/<int:job_id>", "read runs", f"{API}/jobs/{{job}}", given=run_job, note="how far it is"),
    Row(
        "POST", f"{API}/jobs/<int:job_id>/cancel", "create runs", f"{API}/jobs/{{job}}/cancel", given=run_job,
        changes=makes("jobs_job"),
    ),
]  # fmt: skip
