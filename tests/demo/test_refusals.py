"""What cannot be simulated is refused, with nothing written."""

from pathlib import Path

import pytest

from carteira.demo.simulation import simulate
from carteira.demo.world import DEFAULT_WORLD, read_world
from carteira.errors import CarteiraError
from carteira.messages.demo import MESSAGES
from tests.demo.sources import truth_of

WORLD = DEFAULT_WORLD.read_text(encoding="utf-8")


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """A copy of the default world with one entry changed."""
    assert old in WORLD
    path = tmp_path / "mine.toml"
    path.write_text(WORLD.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("company_share = 0.30", "company_shore = 0.30", "world_key_unknown"),
        ("company_share = 0.30", "", "world_key_missing"),
        ("company_share = 0.30", 'company_share = "many"', "world_value_wrong"),
        ("months = 24", "months = 12", "world_value_wrong"),
        ("months = 24", "months = 24.5", "world_value_wrong"),
        ("[kinds.company]", "[kinds.firm]", "world_key_missing"),
        ("lift = { price = 0.20, ", "lift = { ", "world_key_missing"),
        ("[company]", "[company", "world_not_readable"),
    ],
)
def test_a_wrong_world(tmp_path: Path, old: str, new: str, code: str) -> None:
    with pytest.raises(CarteiraError) as refusal:
        simulate(tmp_path / "new", world=changed(tmp_path, old, new))
    assert refusal.value.code == code
    assert MESSAGES[code] % refusal.value.arguments
    assert refusal.value.hint in MESSAGES
    assert not (tmp_path / "new").exists()


def test_a_world_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CarteiraError) as refusal:
        read_world(tmp_path / "nowhere.toml")
    assert refusal.value.code == "world_not_readable"


def test_too_few_customers(tmp_path: Path) -> None:
    with pytest.raises(CarteiraError) as refusal:
        simulate(tmp_path / "new", customers=99)
    assert refusal.value.code == "too_few_customers"
    assert MESSAGES[refusal.value.hint] % refusal.value.arguments
    assert not (tmp_path / "new").exists()


def test_a_folder_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(CarteiraError) as refusal:
        simulate(tmp_path, customers=100)
    assert refusal.value.code == "folder_has_other_files"
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


def test_another_world_is_another_company(tmp_path: Path) -> None:
    world = changed(tmp_path, "company_share = 0.30", "company_share = 1")
    company = simulate(tmp_path / "new", customers=200, world=world)
    assert set(truth_of(company, "future")["kind"].to_pylist()) == {"company"}
