"""What somebody may not see changes nothing that they are told: two books that differ only there answer the same to
every question, byte for byte, by whatever column, order, condition, group, count, search or chart."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from carteira.book.restricted import WHOLE_COMPANY
from carteira.differentiate.figures import FIGURES
from tests.access.test_columns import COST_TABLES, MARGINS
from tests.access.world import World
from tests.attacks.questions import Question, by_figure, by_figures, by_flag, by_table, by_words, pages, thoroughly
from tests.attacks.twins import Change, at, other_values, said, twin

pytestmark = pytest.mark.django_db

COSTLY = ("cost", "treatment", "case")
TEXTS = {"loss_cause": {"visits": "returns", "calls": "returns", "below_cost": "discounts"}}


def answers(world: World, name: str, questions: Iterable[Question]) -> dict[str, str]:
    client = world.client(name, raise_request_exception=False)
    return {str(question): said(question.ask(client)) for question in questions}


def having(parts: Iterable[str], questions: Iterable[Question]) -> list[Question]:
    """Those of the questions that a part stands in."""
    return [question for question in questions if any(part in str(question) for part in parts)]


def told_apart(world: World, folder: Path, change: Change, name: str, questions: Iterable[Question]) -> list[str]:
    """The questions by which this person can tell the book from the one in which the change was done."""
    asked = list(questions)
    here = answers(world, name, asked)
    with twin(world, folder, change) as home, at(home):
        there = answers(world, name, asked)
    assert not [question for question, answer in {**here, **there}.items() if answer.startswith("5")]
    return [question for question in here if here[question] != there[question]]


def other_margins(table: str, rows: pa.Table) -> pa.Table:
    """Other margins and costs, and everything else as it was."""
    for place, column in enumerate(rows.column_names):
        values = rows[column]
        if column in MARGINS and (table, column) != ("customer_links", "reason"):
            rows = rows.set_column(place, column, _allowed_value(column, values))
        elif table in COST_TABLES and pa.types.is_integer(values.type) and column not in ("run_id", "customer_id"):
            rows = rows.set_column(place, column, other_values(values))
    if table == "timeline":
        costly = pc.is_in(rows["kind"], pa.array(COSTLY))
        amounts = pc.if_else(costly, other_values(rows["amount"]), rows["amount"])
        rows = rows.set_column(rows.column_names.index("amount"), "amount", amounts)
    return rows


def _allowed_value(column: str, values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Another value; of choices one that there is, so that pages can still be written for those who see it."""
    if column == "loss_cause":
        return pa.chunked_array([pa.array([TEXTS[column].get(each, each) for each in values.to_pylist()], pa.string())])
    if column in ("reason", "reason_arguments", "cost_basis"):
        return values
    return other_values(values)


HIDDEN = sorted(name for name in FIGURES if name in MARGINS)


def margin_questions(world: World) -> list[Question]:
    more = [question for name in ("profit", "loss_cause", "losing_now") for question in thoroughly(name)]
    return [*pages(world), *by_figures(HIDDEN), *more, *by_flag(), *by_table()]


@pytest.mark.parametrize("name", ["alice", "ines"])
def test_margins_tell_nothing_to_who_may_not_see_them(world: World, tmp_path: Path, name: str) -> None:
    assert told_apart(world, tmp_path, other_margins, name, margin_questions(world)) == []


@pytest.mark.long
@pytest.mark.parametrize("name", ["alice", "ines"])
def test_margins_tell_nothing_by_any_figure_on_any_page(world: World, tmp_path: Path, name: str) -> None:
    asked = [question for figure in HIDDEN for question in by_figure(figure)]
    assert told_apart(world, tmp_path, other_margins, name, asked) == []


def test_margins_tell_those_who_may_see_them(world: World, tmp_path: Path) -> None:
    """The books do differ: Dora's answers are others, by every kind of question."""
    told = told_apart(world, tmp_path, other_margins, "dora", margin_questions(world))
    for part in ("sort=-profit", "fields=customer_id,profit", "profit__lt=0", "flag=loss", "/customers/1/", "/tables/"):
        assert any(part in question for question in told), part
    assert len(told) > 100


def other_rows(world: World, mine: Iterable[str]) -> Change:
    """Everything of other customers is another thing; of the South and West, for Charlie of the North."""
    kept = pa.array([world.customers[name] for name in mine])

    def change(table: str, rows: pa.Table) -> pa.Table:
        if table in ("customer_links", "link_history", *WHOLE_COMPANY):
            return rows
        if "customer_id" in rows.column_names:
            own = pc.is_in(rows["customer_id"], kept)
        elif "source_id" in rows.column_names:
            own = pc.is_in(rows["source_id"], pa.array(["2", *map(str, range(100, 112))]))
        else:
            own = pa.array([False] * rows.num_rows)
        for place, column in enumerate(rows.column_names):
            if column not in KEYS:
                changed = pc.if_else(own, rows[column], _other(column, rows[column]))
                rows = rows.set_column(place, column, changed)
        return rows

    return change


KEYS = ("customer_id", "parent_customer_id", "run_id", "as_of", "source", "source_id", "kind", "status", "period")
SENTENCES = ("reason", "reason_arguments", "arguments", "treatment", "remedy", "actions", "resources", "minimum_prices")
"""What a page can only write as it is: codes, and what stands in their sentences."""
CHOICES = {"category": {"mvc": "mgc", "intermediate": "below_zero"}}


def _other(column: str, values: pa.ChunkedArray) -> pa.ChunkedArray:
    if (column in FIGURES and FIGURES[column].values) or column in SENTENCES:
        words = CHOICES.get(column, {})
        return pa.chunked_array([pa.array([words.get(each, each) for each in values.to_pylist()], pa.string())])
    return other_values(values)


def row_questions(world: World) -> list[Question]:
    names = ("revenue", "name", "city", "owner", "lifetime_value", "overdue", "last_purchase_on", "category")
    figures = [question for name in names for question in by_figure(name)]
    words = by_words("aurora", "padaria", "another", "11222333000181", "aurora@padaria.com.br", "PED-AURORA-1", "1")
    more = [question for name in ("revenue", "city") for question in thoroughly(name)]
    return [*pages(world), *figures, *more, *by_flag(), *by_table(), *words]


def test_customers_out_of_reach_tell_nothing(world: World, tmp_path: Path) -> None:
    change = other_rows(world, ["boreal", *map(str, range(100, 112))])
    assert told_apart(world, tmp_path, change, "charlie", row_questions(world)) == []


def test_they_tell_those_who_reach_them(world: World, tmp_path: Path) -> None:
    change = other_rows(world, ["boreal", *map(str, range(100, 112))])
    parts = (
        "sort=-revenue",
        "fields=customer_id,city",
        "revenue__filled=true",
        "/customers/1/",
        "/tables/",
        "'padaria'",
    )
    told = told_apart(world, tmp_path, change, "root", having(parts, row_questions(world)))
    for part in parts:
        assert any(part in question for question in told), part


def other_contacts(table: str, rows: pa.Table) -> pa.Table:
    """Other tax ids and contact data, alike in the little that a mask leaves of them."""
    for place, column in enumerate(rows.column_names):
        own = column.removeprefix("clean_").removeprefix("key_")
        if not pa.types.is_string(rows[column].type):
            continue
        if own in OTHER_TEXT:
            other = [each and OTHER_TEXT[own](each) for each in rows[column].to_pylist()]
            rows = rows.set_column(place, column, pa.array(other, pa.string()))
    return rows


DIGITS = str.maketrans("0123456789", "3456789012")
OTHER_TEXT = {
    "tax_id": lambda text: text[:-2].translate(DIGITS) + text[-2:],
    "phone": lambda text: text[:3] + text[3:-2].translate(DIGITS) + text[-2:],
    "email": lambda text: f"{text[:1]}other@{text.partition('@')[2]}",
    "street": lambda text: "Outra rua",
}


def contact_questions(world: World) -> list[Question]:
    words = by_words("11222333000181", "112223", "aurora@padaria.com.br", "aurora@", "11987654321", "987654321", "999")
    return [*pages(world), *by_table(), *words]


def test_masked_contacts_tell_no_more_than_the_mask(world: World, tmp_path: Path) -> None:
    assert told_apart(world, tmp_path, other_contacts, "mara", contact_questions(world)) == []


def test_contacts_tell_those_who_see_them(world: World, tmp_path: Path) -> None:
    parts = ("/customers/1/", "/tables/customer_golden", "11222333000181", "aurora@padaria.com.br", "987654321")
    told = told_apart(world, tmp_path, other_contacts, "ines", having(parts, contact_questions(world)))
    for part in parts:
        assert any(part in question for question in told), part
