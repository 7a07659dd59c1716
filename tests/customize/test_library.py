"""The library: what is refused, what a file puts into it, and that it is all or nothing."""

from pathlib import Path
from typing import Any

import pytest

from carteira.customize.actions import install_library, put_library, save_action, save_resource
from carteira.customize.library_file import read_library
from carteira.customize.models import Action, Resource
from carteira.customize.queries import library, shown_library
from carteira.errors import CarteiraError

pytestmark = pytest.mark.django_db

HOURS: dict[str, Any] = {"code": "horas", "name": "Horas", "unit": "minutes", "capacity": 600.0}
VISIT: dict[str, Any] = {"code": "visita", "name": "Visita", "goal": "save", "channel": "visit", "uses": {"horas": 60}}
FILE = """
[[resources]]
code = "verba"
name = "Verba"
unit = "money"
capacity = 50.0

[[actions]]
code = "carta"
name = "Carta"
goal = "loyalty"
channel = "letter"
cost = 1.25
uses = { verba = 1.25 }
who = [["kind", "company"]]
"""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("goal", "magic"), ("channel", "pigeon"), ("uses", {"unknown": 1}), ("uses", {"horas": -1}),
        ("who", [["no_such_figure__is", "1"]]), ("who", [["name", "Ana"]]), ("expected_effects", {"": -1}),
        ("expected_deviation", 0), ("gains", {"magic": 0.1}), ("gains", {"visits": 2}), ("holdout", 1.0),
        ("window_days", 0), ("name", ""), ("holdot", 0.1), ("id", 7), ("uses", 5), ("uses", {"horas": "60"}),
        ("uses", {"horas": float("inf")}), ("who", "companies"), ("who", [["kind"]]), ("expected_effects", 0.2),
        ("cost", "dear"), ("gains", {"visits": "half"}), ("window_days", "long"), ("holdout", "some"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_named(field: str, value: object) -> None:
    save_resource(HOURS)
    with pytest.raises(CarteiraError) as refused:
        save_action({**VISIT, field: value})
    assert refused.value.code == "bad_action"
    assert field in refused.value.arguments["field"]
    assert not Action.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("unit", "magic"), ("capacity", -1.0), ("capacities", {"Sul": -1.0}), ("capacities", 5), ("capacity", "much")],
)
def test_resources_too(field: str, value: object) -> None:
    with pytest.raises(CarteiraError) as refused:
        save_resource({**HOURS, field: value})
    assert refused.value.code == "bad_resource"


def test_the_same_code_is_changed() -> None:
    install_library([HOURS], [VISIT])
    install_library([], [{**VISIT, "name": "Visita longa", "uses": {"horas": 90}}])
    (action,) = library().actions
    assert (action.terms.name, action.terms.uses) == ("Visita longa", (90,))
    assert Action.objects.count() == 1


def test_all_or_nothing() -> None:
    with pytest.raises(CarteiraError):
        install_library([HOURS], [VISIT, {**VISIT, "code": "outra", "goal": "magic"}])
    assert not Resource.objects.exists()


def test_a_file_says_money_in_major_units(tmp_path: Path) -> None:
    path = tmp_path / "library.toml"
    path.write_text(FILE, encoding="utf-8")
    put_library(**read_library(path), minor_factor=100)
    found = library()
    assert (found.resources[0].capacity, found.actions[0].terms.cost, found.actions[0].terms.uses) == (
        5000,
        125,
        (125,),
    )
    shown = shown_library(100)
    assert (shown["resources"][0]["capacity"], shown["actions"][0]["cost"]) == (50.0, 1.25)
    assert shown["actions"][0]["uses"] == {"verba": 1.25}


def test_a_file_with_a_text_for_a_number_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "library.toml"
    path.write_text(FILE.replace("cost = 1.25", 'cost = "1.25"'), encoding="utf-8")
    with pytest.raises(CarteiraError) as refused:
        put_library(**read_library(path), minor_factor=100)
    assert (refused.value.code, refused.value.arguments["field"]) == ("bad_action", "cost")
    assert not Resource.objects.exists()


@pytest.mark.parametrize("text", ["resources = 1 1", "\xff", "actions = [1]"])
def test_what_is_no_library_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "library.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(CarteiraError) as refused:
        read_library(path)
    assert refused.value.code in ("bad_library_file", "bad_library")
