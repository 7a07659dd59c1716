"""Lists as files: what stands in them, for whom they are written, and who can fetch them."""

import csv
import json
import os
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from carteira.accounts.access import access_of
from carteira.accounts.actions import people
from carteira.accounts.models import AuditEntry, User
from carteira.book import exports
from carteira.book.book import Book
from carteira.book.exports import KEPT, Wanted, ask_export, finished_file, folder
from carteira.errors import CarteiraError
from carteira.jobs.choices import JobState
from carteira.jobs.models import Job
from carteira.jobs.progress import silent
from carteira.jobs.worker import work_once
from tests.accounts.cast import everybody, run_with_cast
from tests.at_rest import AtRest, Build

CUSTOMERS = """source_id,name,owner,team,city
1,Padaria Aurora,Alice Prado,South,Recife
2,Mercado Boreal,Charlie Luz,North,Natal
"""
ORDERS = (
    "order_id,customer,ordered_at,product_id,quantity,unit_price,unit_cost\n"
    "A,1,2025-03-01,x,1,1234.56,1300\nB,2,2025-03-02,x,1,200,150\n"
)


def two_customers(book: Book) -> None:
    """One of Alice's in the South, and one of Charlie's in the North."""
    run_with_cast(book, customers=CUSTOMERS, orders=ORDERS)


@pytest.fixture
def cast(book: Book, at_rest: Callable[[Build], AtRest]) -> dict[str, User]:
    at_rest(two_customers).bring_back(book.home.path)
    return everybody()


def done(job: Job) -> None:
    """Works until the job has ended."""
    while work_once():
        pass
    job.refresh_from_db()


def become(person: User, **changes: Any) -> User:
    """The person after an administrator changed something."""
    people.change_user(person.username, **changes)
    return User.objects.get(pk=person.pk)


def written(person: User, kind: str = "csv", **wanted: Any) -> Path:
    """The file of an export that the person asked for, once a worker has written it."""
    given = {"parts": [("sort", "customer_id")], "name": "Clientes", "columns": ("revenue", "profit"), **wanted}
    job = ask_export(access_of(person), person, Wanted(format=kind, **given))
    done(job)
    assert job.state == JobState.DONE, job.error_code
    return finished_file(access_of(person), person, job)


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(path.read_text(encoding="utf-8"), newline="")))


def test_every_figure_means_every_one_that_may_be_seen(cast: dict[str, User]) -> None:
    manager = rows_of(written(cast["dora"], columns=()))[0]
    assert {"profit (BRL)", "loss_cause", "owner", "t_score"} <= manager.keys()
    steward = rows_of(written(become(cast["alice"], roles=["data_steward"]), columns=()))[0]
    assert "revenue (BRL)" in steward
    assert not {"profit (BRL)", "gross_margin (BRL)", "loss_cause", "unknown_cost_revenue (BRL)"} & steward.keys()


def test_rows_and_columns_are_those_of_whoever_asked(cast: dict[str, User]) -> None:
    charlie = become(cast["charlie"], roles=["sales_manager"])
    assert [row["name"] for row in rows_of(written(charlie))] == ["Mercado Boreal"]


def test_who_may_not_export_is_refused(cast: dict[str, User]) -> None:
    for name in ("alice", "eva", "nina"):
        with pytest.raises(CarteiraError) as refusal:
            ask_export(access_of(cast[name]), cast[name], Wanted([], "csv", "x"))
        assert refusal.value.code == "not_allowed"
    with pytest.raises(CarteiraError) as refusal:
        ask_export(access_of(cast["root"]), cast["root"], Wanted([], "exe", "x"))
    assert refusal.value.code == "bad_export_format"
    assert not Job.objects.filter(kind="export").exists()


def test_what_a_person_may_see_when_it_is_written_decides(cast: dict[str, User]) -> None:
    asked = Wanted([("profit__lt", "0")], "csv", "x", columns=("profit",))
    job = ask_export(access_of(cast["dora"]), cast["dora"], asked)
    become(cast["dora"], roles=["data_steward"])
    done(job)
    assert (job.state, job.error_code) == (JobState.FAILED, "access_changed")
    assert [path.suffix for path in folder().iterdir()] == [".json"]


def test_a_file_is_for_whoever_asked_while_nothing_changed(cast: dict[str, User]) -> None:
    written(cast["dora"])
    job = Job.objects.get(kind="export")
    with pytest.raises(CarteiraError) as refusal:
        finished_file(access_of(cast["root"]), cast["root"], job)
    assert refusal.value.code == "not_allowed"
    dora = become(cast["dora"], teams=["North"])
    with pytest.raises(CarteiraError) as refusal:
        finished_file(access_of(dora), dora, job)
    assert refusal.value.code == "access_changed"


def test_a_file_is_removed_after_a_while(cast: dict[str, User]) -> None:
    path = written(cast["root"])
    job = Job.objects.get(kind="export")
    old = (timezone.now() - KEPT - timedelta(minutes=1)).timestamp()
    for found in folder().iterdir():
        os.utime(found, (old, old))
    with pytest.raises(CarteiraError) as refusal:
        finished_file(access_of(cast["root"]), cast["root"], job)
    assert refusal.value.code == "export_gone"
    assert not path.exists()
    assert list(folder().iterdir()) == []


def test_the_audit_trail_tells_how_many_rows_and_no_name(cast: dict[str, User]) -> None:
    written(cast["root"], parts=[("q", "Boreal")])
    told = AuditEntry.objects.filter(action__startswith="export")
    assert set(told.values_list("action", flat=True)) == {"export_asked", "exported", "export_fetched"}
    assert told.get(action="exported").details["rows"] == 1
    assert "Boreal" not in json.dumps([entry.details for entry in told])
    assert "Boreal" not in json.dumps(Job.objects.get(kind="export").arguments)


def test_a_job_that_is_begun_again_writes_the_same_file(cast: dict[str, User]) -> None:
    job = ask_export(access_of(cast["root"]), cast["root"], Wanted([], "csv", "x"))
    (folder() / f"{job.pk}-{job.arguments['token']}.csv.part").write_text("half", encoding="utf-8")
    done(job)
    assert sorted(path.suffix for path in folder().iterdir()) == [".csv", ".json"]
    assert len(rows_of(folder() / job.result["file"])) == 2  # type: ignore[index]
    assert AuditEntry.objects.filter(action="exported").count() == 1


def test_more_rows_than_a_workbook_holds_are_refused(cast: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "fits", lambda sheet, rows: rows < 2)
    job = ask_export(access_of(cast["root"]), cast["root"], Wanted([], "xlsx", "x"))
    with pytest.raises(CarteiraError) as refusal:
        exports.write(Job.objects.get(pk=job.pk), silent)
    assert refusal.value.code == "too_many_rows_for_xlsx"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Clientes Abaixo de zero", "clientes-abaixo-de-zero"),
        ("../../etc/passwd", "etc-passwd"),
        ("São João: R$ 1/2", "são-joão-r-1-2"),
        ("...\0\n", "export"),
        ("x" * 300, "x" * 80),
    ],
)
def test_the_name_of_a_file_is_harmless(title: str, name: str) -> None:
    assert exports.file_name(title) == name
