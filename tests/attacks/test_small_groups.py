"""Who sees totals only learns nothing of fewer than ten customers: books in which what a few bring is spread otherwise
among them answer alike, and no figure is left over when those that are told are taken from their total."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from carteira.differentiate.figures import FIGURES
from tests.access.world import World
from tests.attacks.questions import Question, by_figure, by_flag, by_table, by_words, pages, thoroughly
from tests.attacks.test_hidden_values import answers, told_apart
from tests.attacks.twins import Change, at, twin

pytestmark = pytest.mark.django_db

LEAST = 10
MOVED = 77_700
"""Minor units that go from one of the few to another."""
SCOPES = ("team=South", "team=North", "team=West", "owner=Alice+Prado", "kind=company", "kind=person", "branch=x",
          "category=mvc", "team=South&team=North", "visible=1")  # fmt: skip


def questions(world: World) -> list[Question]:
    """Everything that can be asked, with and without parts of the company, and the parts of those."""
    found = [question for question in pages(world) if "/audit" not in question.path]  # they tell of the asking itself
    found += [*by_flag(), *by_table(), *by_words("aurora", "11222333000181", "PED-AURORA-1")]
    for scope in SCOPES:
        for path in (
            "/portfolio/",
            "/clean-portfolio/",
            "/customers/",
            "/api/v1/portfolio",
            "/api/v1/customers/totals",
        ):
            found.append(Question(f"{path}?{scope}"))
    for name in ("profit", "category", "losing_now", "owner"):
        found += [*by_figure(name), *thoroughly(name)]
    found.append(Question("/customers/export/", form={"everything": "1", "query": "", "format": "csv"}))
    found.append(Question("/api/v1/customers/exports", json={"fields": ["name"], "format": "csv"}))
    return found


def spread_otherwise(world: World) -> Change:
    """Of the three of the South and Boreal: categories change places, and money goes from one to another."""
    few = [world.customers[name] for name in ("aurora", "central", "boreal")]
    money = [name for name, figure in FIGURES.items() if figure.kind == "money"]

    def change(table: str, rows: pa.Table) -> pa.Table:
        if table not in ("customer_card", "customer_list", "customer_profit", "customer_category"):
            return rows
        given = rows.to_pylist()
        mine = sorted(
            (row for row in given if row["customer_id"] in few), key=lambda row: few.index(row["customer_id"])
        )
        for name in [name for name in money if name in rows.column_names]:
            if mine[0][name] is not None and mine[1][name] is not None:
                mine[0][name] += MOVED
                mine[1][name] -= MOVED
        for name in {"category", "previous_category", "overdue"} & set(rows.column_names):
            values = [row[name] for row in mine]
            for row, value in zip(mine, [*values[1:], values[0]], strict=True):
                row[name] = value
        return pa.Table.from_pylist(given, schema=rows.schema)

    return change


def test_how_a_few_share_what_they_bring_tells_nothing(world: World, tmp_path: Path) -> None:
    assert told_apart(world, tmp_path, spread_otherwise(world), "eva", questions(world)) == []


def test_it_tells_those_who_see_single_customers(world: World, tmp_path: Path) -> None:
    asked = [Question("/customers/"), Question("/portfolio/?team=South"), Question("/api/v1/portfolio")]
    assert len(told_apart(world, tmp_path, spread_otherwise(world), "root", asked)) == len(asked)


def test_totals_of_everybody_are_told(world: World, tmp_path: Path) -> None:
    """They do answer: where everybody together brings more, the totals are others."""

    def more(table: str, rows: pa.Table) -> pa.Table:
        if table not in ("customer_card", "customer_list"):
            return rows
        raised = pa.array([value and value + 500_000 for value in rows["revenue"].to_pylist()], pa.int64())
        return rows.set_column(rows.column_names.index("revenue"), "revenue", raised.cast(rows["revenue"].type))

    asked = [Question("/customers/"), Question("/portfolio/")]
    assert len(told_apart(world, tmp_path, more, "eva", asked)) == len(asked)


def moved(world: World) -> Change:
    """Fifteen are in one category, three of whom came from another; eleven have been and are in a third."""
    order = sorted(world.customers.values())
    now = {number: "intermediate" if place < 15 else "below_zero" for place, number in enumerate(order)}
    before = {number: "mvc" if place < 3 else now[number] for place, number in enumerate(order)}

    def change(table: str, rows: pa.Table) -> pa.Table:
        if table in ("customer_card", "customer_list"):
            given = [
                {**row, "category": now[row["customer_id"]], "previous_category": before[row["customer_id"]]}
                for row in rows.to_pylist()
            ]
            return pa.Table.from_pylist(given, schema=rows.schema)
        return rows

    return change


def told_figures(world: World, folder: Path, name: str) -> Mapping[str, Any]:
    with twin(world, folder, moved(world)) as home, at(home):
        said = answers(world, name, [Question("/api/v1/portfolio")])["/api/v1/portfolio"]
    found = json.loads(re.search(r"(?s)\{.*\}", said)[0])  # type: ignore[index]
    assert isinstance(found, dict)
    return found


def left_over(found: Mapping[str, Any]) -> list[int]:
    """What is left of each category when the moves into it that are told are taken away."""
    into: dict[str, int] = {}
    for move in found["movement"]:
        into[move["current"]] = into.get(move["current"], 0) + move["customers"]
    sizes = {row["category"]: row["customers"] for row in found["categories"] if row["customers"]}
    return [sizes[category] - told for category, told in into.items() if category in sizes]


def test_no_move_of_a_few_is_left_over(world: World, tmp_path: Path) -> None:
    found = told_figures(world, tmp_path, "eva")
    assert [row["customers"] for row in found["categories"] if row["customers"]] == [15, 11]
    assert [left for left in left_over(found) if 0 < left < LEAST] == []


def test_every_move_is_told_to_those_who_see_single_customers(world: World, tmp_path: Path) -> None:
    found = told_figures(world, tmp_path, "root")
    assert sorted(move["customers"] for move in found["movement"]) == [3, 11, 12]
