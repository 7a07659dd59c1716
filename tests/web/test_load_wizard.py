"""The load wizard: a file is sent, its columns matched, tried, loaded in the background, and taken back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from carteira.book.queries import loads
from carteira.jobs.worker import work_once
from carteira.warehouse.files import Mapping
from carteira.web.loads.describing import likely_table
from carteira.web.loads.uploads import find
from tests.accounts.cast import administrator

ORDERS = """Pedido;Cliente;Data;Código do produto;Qtde;Preço unitário
1;C1;31/05/2025;SKU1;2;10,50
2;;01/06/2025;SKU1;dez;10,50
3;C2;02/06/2025;=SKU2;1;7,00
"""


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    settings.CARTEIRA_HOME = tmp_path
    return tmp_path


@pytest.fixture
def browser(transactional_db: None, home: Path) -> Iterator[Client]:
    client = Client()
    client.force_login(administrator("alice"))
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield client


def send(browser: Client, content: str, name: str = "pedidos.csv", encoding: str = "latin-1") -> str:
    """Sends the file and gives the address of the second step."""
    file = SimpleUploadedFile(name, content.encode(encoding))
    response = browser.post("/loads/new/", {"file": file, "table": "", "source": "shop"})
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


def fields(browser: Client, address: str) -> dict[str, str]:
    """The second step's form as it stands."""
    page = browser.get(address)
    form = {f"column:{choice.name}": choice.chosen for choice in page.context["choices"]}
    return {**form, "header": page.context["fingerprint"]}


def checked(browser: Client, address: str, **answers: str) -> str:
    response = browser.post(address, {**fields(browser, address), **answers})
    assert response.headers["Location"] == f"{address}check/"
    return browser.post(f"{address}check/run/", follow=True).content.decode()


def test_a_file_is_loaded_and_taken_back(browser: Client) -> None:
    address = send(browser, ORDERS)
    page = browser.get(address).content.decode()
    assert "CSV, Latin-1, separated by semicolons, decimal comma, dates as day/month/year" in page
    assert "31/05/2025 in line 2" in page
    assert "Of 3 lines, 2 can be loaded and 1 cannot." in checked(browser, address)

    job = browser.post(f"{address}load/").headers["Location"]
    assert work_once()
    assert "2 lines of pedidos.csv are in the book" in browser.get(job).content.decode()
    (load,) = loads()
    assert (load.table, load.source, load.lines, load.accepted, load.rejected) == ("orders", "shop", 3, 2, 1)
    assert browser.post(f"{address}load/").headers["Location"] == job

    rejected = b"".join(browser.get(f"/loads/{load.id}/rejections.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert rejected.splitlines()[1] == "3,Qtde,dez,not a number"
    assert "dez" in browser.get(f"/loads/{load.id}/").content.decode()

    assert "is taken back" in browser.post(f"/loads/{load.id}/undo/", follow=True).content.decode()
    assert "already undone" in browser.post(f"/loads/{load.id}/undo/", follow=True).content.decode()


def test_a_failing_load_says_why(browser: Client) -> None:
    for _ in range(2):
        address = send(browser, ORDERS)
        checked(browser, address)
        job = browser.post(f"{address}load/").headers["Location"]
        assert work_once()
    page = browser.get(job).content.decode()
    assert "This file was loaded before" in page
    assert "undo that load first" in page


def test_a_needed_column_is_asked_for(browser: Client) -> None:
    address = send(browser, ORDERS)
    response = browser.post(address, {**fields(browser, address), "column:quantity": ""})
    assert response.status_code == 422
    assert "The file has no column for quantity" in response.content.decode()


def test_an_ambiguous_date_is_asked_for(browser: Client) -> None:
    address = send(browser, "order_id,customer,ordered_at,product_id,quantity,unit_price\n1,C1,03/04/2025,S,1,2.50\n")
    assert "Which comes first in the dates" in browser.get(address).content.decode()
    page = checked(browser, address)
    assert "do not tell whether the day or the month comes first" in page
    assert "?ask=date_order" in page
    assert "2025-04-03" in checked(browser, address, date_order="dmy")


def test_the_columns_are_guessed_anew_for_another_table_and_another_separator(browser: Client) -> None:
    address = send(browser, "source_id,name;x\n1,Ana;y\n")
    response = browser.post(address, {**fields(browser, address), "separator": ","})
    page = browser.get(address)
    assert response.status_code == 302
    assert [choice.chosen for choice in page.context["choices"]][:1] == ["source_id"]
    browser.post(f"{address}table/", {"table": "products"})
    assert "name" in [choice.name for choice in browser.get(address).context["choices"] if choice.name == "name"]


def test_what_is_no_table_is_refused_and_not_kept(browser: Client, home: Path) -> None:
    file = SimpleUploadedFile("photo.png", b"\x89PNG" + bytes(64))
    response = browser.post("/loads/new/", {"file": file, "source": "shop"})
    assert response.status_code == 422
    assert "The file photo.png is of a kind that cannot be loaded" in response.content.decode()
    assert list((home / "uploads").iterdir()) == []


@pytest.mark.parametrize("source", ["a\0b", "two\nlines", "x" * 101])
def test_what_names_no_source_is_refused_and_not_kept(browser: Client, home: Path, source: str) -> None:
    file = SimpleUploadedFile("pedidos.csv", ORDERS.encode("latin-1"))
    response = browser.post("/loads/new/", {"file": file, "source": source})
    assert response.status_code == 422
    assert "A source needs a name" in response.content.decode()
    assert list((home / "uploads").iterdir()) == []


def test_a_file_over_the_limit_is_refused_and_not_kept(browser: Client, home: Path, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 10
    response = browser.post("/loads/new/", {"file": SimpleUploadedFile("big.csv", b"a" * 100_000)})
    assert response.status_code == 422
    assert "larger than" in response.content.decode()
    assert list((home / "uploads").iterdir()) == []


def test_a_form_without_its_token_is_refused(home: Path, browser: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(get_user_model().objects.get())
    assert strict.post("/loads/new/", {"file": SimpleUploadedFile("a.csv", b"a\n1")}).status_code == 403


def test_an_upload_is_its_senders_alone(browser: Client) -> None:
    address = send(browser, ORDERS)
    charlie = Client()
    charlie.force_login(administrator("charlie"))
    assert charlie.get(address).status_code == 404
    assert find("../../book", 1) is None
    assert browser.get("/loads/new/..%2F..%2Fbook/").status_code == 404


def test_a_mapping_survives_its_text() -> None:
    mapping = Mapping(columns={"order_id": 'Nº "x"\\\n\x7f', "at": "Data 😀"}, format={"decimal": ","})
    read = Mapping.from_toml(mapping.to_toml())
    assert (read.columns, read.format) == (mapping.columns, mapping.format)


@pytest.mark.parametrize(
    ("header", "table"),
    [
        (("Pedido", "Cliente", "Data", "Produto", "Quantidade", "Preço unitário"), "orders"),
        (("Código", "Nome", "CNPJ", "E-mail", "Telefone"), "customers"),
        (("invoice_id", "customer", "due_on", "amount"), "invoices"),
        (("foo", "bar"), "customers"),
    ],
)
def test_a_table_is_recognised_by_its_columns(header: tuple[str, ...], table: str) -> None:
    assert likely_table(header) == table
