"""The options of a run as tables and as files: what is kept is what comes back."""

from pathlib import Path

import numpy as np
import pytest

from carteira.customize.options import Options, opened, save
from carteira.customize.options_table import option_rows, options_from, terms_table
from carteira.customize.planning import planned
from tests.customize.plans import action, offer, resource

ARRAYS = ("customer", "value", "deviation", "eligible", "scale", "pool", "choice")


@pytest.fixture(scope="module")
def options() -> Options:
    customers = [
        {"branch": name, "expected_margin": margin} for name, margin in (("Natal", 900), (None, 100), ("Recife", 50))
    ]
    actions = [action("visita", uses=(30,), expected_effects={"": 0.5}, minimum=1), action("carta", cost=10)]
    hours = resource("horas", 60, pooled_by="branch", capacities={"Natal": 90})
    return planned(offer(customers, actions, [hours, resource("verba", None, unit="money")]).options)[0]


def same(one: Options, other: Options) -> None:
    for name in ARRAYS:
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert (one.actions, one.resources, one.minimum_prices) == (other.actions, other.resources, other.minimum_prices)
    assert one.run_id == other.run_id


def test_tables_hold_them_whole(options: Options) -> None:
    allocation = planned(options)[1]
    terms = terms_table(options, allocation).to_pylist()[0]
    same(options_from(terms, option_rows(options), options.run_id), options)
    assert terms["objective"] <= terms["bound"] + 1e-9


def test_files_hold_them_whole(options: Options, tmp_path: Path) -> None:
    save(options, tmp_path / "options")
    same(opened(tmp_path / "options"), options)
    assert isinstance(opened(tmp_path / "options").value, np.memmap)


def test_half_written_files_are_not_taken(options: Options, tmp_path: Path) -> None:
    save(options, tmp_path / "options")
    (tmp_path / "options" / "terms.json").unlink()
    with pytest.raises(FileNotFoundError):
        opened(tmp_path / "options")


def test_what_is_not_limited_has_no_capacity(options: Options) -> None:
    assert options.capacity.tolist() == [[60, 90, 60], [np.inf, 0, 0]]
    assert options.use.tolist() == [[30, 0], [0, 0]]
    assert options.place(2) == 1
    assert options.place(99) == -1


def test_none_at_all(tmp_path: Path) -> None:
    nothing = planned(offer([{}], []).options)[0]
    save(nothing, tmp_path / "options")
    same(opened(tmp_path / "options"), nothing)
