"""Many customers alike, and the same question twice."""

import numpy as np
import pytest

from carteira.customize.allocation import allocate, zoom
from tests.customize.allocation.instances import amounts, campaign, used


def test_where_all_are_alike_the_capacity_is_filled() -> None:
    allocation = allocate(np.ones((50_000, 2)), [[1.0, 0.0], [0.0, 2.0]], [700.0, 3_001.0])

    assert np.bincount(allocation.choice[allocation.choice >= 0]).tolist() == [700, 1_500]
    assert allocation.bound == pytest.approx(2_200.5)
    assert allocation.shadow_prices == pytest.approx([1, 0.5])


def test_values_by_segment() -> None:
    rng = np.random.default_rng(5)
    segment = rng.integers(0, 12, 40_000)
    value = rng.integers(1, 30, (12, 3)).astype(float)[segment]
    allocation = allocate(value, [[60.0, 0], [0, 12.0], [30, 6]], [60 * 900.0, 12 * 4_000.0])

    assert allocation.gap <= 1e-5
    assert allocation.used.tolist() == [54_000, 48_000]


def test_the_same_question_has_the_same_answer() -> None:
    instance = campaign(30_000, seed=2)
    once, twice = allocate(**instance), allocate(**instance)

    assert (once.choice == twice.choice).all()
    assert (once.shadow_prices == twice.shadow_prices).all()


def test_capacities_hold_even_where_prices_did_not_converge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zoom, "MOVES", 1)
    monkeypatch.setattr(zoom, "ERRORS", 1e-3)
    instance = campaign(60_000)
    allocation = allocate(**instance)

    assert (used(allocation.choice, amounts(instance["use"], instance["scale"], 60_000)) <= instance["capacity"]).all()
    assert 0 < allocation.gap < 0.05


def test_nothing_is_written_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    allocate(**campaign(1_000))

    assert capfd.readouterr() == ("", "")


def test_double_precision_gives_the_same_allocation() -> None:
    instance = campaign(2_000)
    wide = {name: array.astype(np.float64) if array.dtype == np.float32 else array for name, array in instance.items()}

    assert allocate(**wide).bound == pytest.approx(allocate(**instance).bound, rel=1e-12)
