"""Nothing personal and nothing secret stands where many may read it: in the log, in the audit trail, in what jobs say
of their failures, and in addresses."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client

from carteira.accounts.models import AuditEntry
from carteira.jobs.models import Job
from carteira.jobs.worker import work_once
from carteira.logs import PlainFormatter
from tests.access.fingerprint import all_tables
from tests.access.world import World
from tests.accounts.cast import PASSWORD

pytestmark = pytest.mark.django_db

EMAIL, NAME, PHONE, TAX_ID = "quem@pessoa.com.br", "Fulana de Tal", "+5511912345678", "11.222.333/0001-81"
TYPED = "a password that was typed"
PERSONAL = (EMAIL, NAME, PHONE, TAX_ID, TYPED, PASSWORD, "Padaria Aurora", "aurora@padaria")
LINES = f"order_id,customer,ordered_at,product_id,quantity,unit_price\n{NAME},{EMAIL},{PHONE},{TAX_ID},{NAME},{EMAIL}\n"
HEADLESS = f"{NAME},{EMAIL},{PHONE}\nOutra,{TAX_ID},x\n"


class Company:
    """Clients of the book, with every address that they were sent to, and every secret that they were given."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.addresses: list[str] = []
        self.secrets = [*world.keys.values(), *world.cookies.values()]

    def client(self, name: str, **options: Any) -> Client:
        return self.world.client(name, raise_request_exception=False, **options)

    def ask(self, client: Client, method: str, path: str, *given: Any, **more: Any) -> Any:
        answer = getattr(client, method)(path, *given, **more)
        self.addresses += [
            answer.headers.get(name, "") for name in ("Location", "HX-Push-Url", "HX-Replace-Url", "Link")
        ]
        return answer


@pytest.fixture(scope="module")
def log() -> Iterator[io.StringIO]:
    """What the program logs, written as the settings say, more of it than they ask for."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(PlainFormatter("%(levelname)s %(name)s %(message)s"))
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield text
    root.removeHandler(handler)
    root.setLevel(level)


def sign_in_badly(company: Company) -> None:
    client = company.client("nobody")
    for name in (EMAIL, NAME, "alice", "root"):
        for _ in range(7):
            company.ask(client, "post", "/sign-in/", {"username": name, "password": TYPED})
        company.ask(client, "post", "/forgotten/", {"email": name, "username": name})
    company.ask(client, "post", "/choose-password/", {"key": company.secrets[0], "password": TYPED})
    for key in (company.secrets[0][:-1] + "x", TYPED):
        company.ask(client, "get", "/api/v1/me", headers={"Authorization": f"Bearer {key}"})


def search(company: Company) -> None:
    client = company.client("root")
    for words in PERSONAL:
        company.ask(client, "post", "/search/", {"q": words})
        company.ask(client, "post", "/customers/find/", {"q": words, "query": ""})
        company.ask(client, "post", "/settings/people/find/", {"q": words})
        filtered = {"figure": "name", "operator": "contains", "value": words, "query": ""}
        company.ask(client, "post", "/customers/filter/", filtered)
        company.ask(client, "post", "/api/v1/search", {"text": words}, content_type="application/json")
        company.ask(client, "post", "/api/v1/customers/query", {"text": words}, content_type="application/json")
        company.ask(client, "get", f"/api/v1/customers?name__is={words}")
        company.ask(client, "get", f"/api/v1/users?email={words}")


def write_badly(company: Company) -> None:
    client = company.client("root")
    for body in (
        json.dumps({"name": NAME, "email": NAME, "password": TYPED, "roles": [EMAIL]}),
        f"{{{EMAIL}",
        f'"{NAME}"',
    ):
        for path in ("users", "customers/query", "facts/customers", "tokens", "search"):
            company.ask(client, "post", f"/api/v1/{path}", body, content_type="application/json")
    company.ask(client, "post", "/settings/people/new/", {"username": NAME, "email": NAME, "password": TYPED})
    made = {"username": "fulana", "full_name": NAME, "email": EMAIL, "employee": NAME, "roles": ["seller"]}
    page = company.ask(client, "post", "/settings/people/new/", made)
    company.secrets.append(page.context["link"].partition("#")[2])
    rows = [{"source_id": "77", "name": NAME, "email": EMAIL, "birth_date": TAX_ID}]
    company.ask(client, "post", "/api/v1/facts/customers", {"rows": rows}, content_type="application/json")


def load_badly(company: Company) -> None:
    client = company.client("root")
    for text in (LINES, HEADLESS):
        for table in ("orders", "customers"):
            file = SimpleUploadedFile("arquivo.csv", text.encode())
            company.ask(client, "post", "/api/v1/loads", {"file": file, "table": table})
    file = SimpleUploadedFile("arquivo.csv", LINES.encode())
    company.ask(client, "post", "/loads/new/", {"file": file, "table": "orders", "source": "x"})


def export(company: Company) -> None:
    client = company.client("root")
    query = (
        company.ask(client, "post", "/customers/find/", {"q": NAME, "query": ""}).headers["Location"].partition("?")[2]
    )
    company.ask(client, "post", "/customers/export/", {"everything": "1", "query": query, "format": "csv"})
    asked = {"text": "Padaria Aurora", "fields": ["name"], "format": "csv"}
    company.ask(client, "post", "/api/v1/customers/exports", asked, content_type="application/json")
    company.ask(client, "post", "/account/tokens/", {"name": NAME, "scopes": ["customers:read"], "days": "7"})


def fail_inside(company: Company, patched: pytest.MonkeyPatch) -> None:
    """The program stumbles over what somebody wrote, in a page, in the interface for programs and in a job."""

    def stumble(*_: Any, **__: Any) -> Any:
        try:
            raise IntegrityError(f"Key (email)=({EMAIL}) already exists.")
        except IntegrityError as error:
            raise ValueError(f"could not convert '{NAME}' of {PHONE}") from error

    patched.setattr("carteira.web.search.hits_of", stumble)
    patched.setattr("carteira.api.resources.search.hits_of", stumble, raising=False)
    patched.setattr("carteira.differentiate.listing.totals", stumble)
    patched.setattr("carteira.jobs.worker.handler_of", lambda _: stumble)
    client = company.client("root")
    company.ask(client, "post", "/search/", {"q": NAME})
    company.ask(client, "post", "/customers/find/", {"q": NAME, "query": ""})
    company.ask(client, "get", "/api/v1/customers/totals")
    company.ask(client, "post", "/api/v1/runs", {"window": "12m"}, content_type="application/json")
    while work_once():
        pass


@pytest.fixture(scope="module")
def company(world: World, log: io.StringIO) -> Company:
    """The company after a bad day."""
    found = Company(world)
    for step in (sign_in_badly, search, write_badly, load_badly, export):
        step(found)
    while work_once():
        pass
    with pytest.MonkeyPatch.context() as patched:
        fail_inside(found, patched)
    return found


def said(needles: list[str], text: str) -> list[str]:
    return [needle for needle in needles if needle and needle.casefold() in text.casefold()]


def test_nothing_personal_stands_where_many_read(company: Company, log: io.StringIO) -> None:
    needles = [*PERSONAL, *company.secrets]
    written = log.getvalue()
    assert "ValueError" in written
    assert "IntegrityError" in written
    assert said(needles, written) == []
    trail = json.dumps(list(AuditEntry.objects.values("action", "details")), default=str, ensure_ascii=False)
    assert said(needles, trail) == []
    jobs = list(Job.objects.values("kind", "arguments", "result", "error_code", "error_hint", "error_arguments"))
    assert {"no_line_accepted", "job_failed"} <= {job["error_code"] for job in jobs}
    assert said(needles, json.dumps(jobs, default=str, ensure_ascii=False)) == []
    assert len([address for address in company.addresses if address]) > 20
    assert said(needles, "\n".join(company.addresses)) == []


def test_no_secret_is_kept_as_it_is(company: Company) -> None:
    sessions = ("django_session", "usersessions_usersession", "accounts_cacheentry")
    kept = json.dumps(all_tables(sessions), default=str, ensure_ascii=False)
    keys = [secret for secret in company.secrets if secret not in company.world.cookies.values()]
    assert said([*keys, TYPED], kept) == []


def test_what_another_handler_wrote_is_not_taken_over() -> None:
    error = ValueError(f"could not convert {EMAIL}")
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", None, (ValueError, error, None))
    assert EMAIL in logging.Formatter().format(record)
    assert EMAIL not in PlainFormatter().format(record)
    assert "ValueError" in PlainFormatter().format(record)


@pytest.mark.parametrize("write", [lambda e: f"{e}", lambda e: repr([e.args])])
def test_the_looking_finds_what_is_there(write: Callable[[Exception], str]) -> None:
    assert said([EMAIL], write(ValueError(f"could not convert {EMAIL.upper()}"))) == [EMAIL]
