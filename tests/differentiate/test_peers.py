"""What the best of similar customers are worth."""

import numpy as np
import pytest

from carteira.differentiate.peers import best_of_peers


def potentials(
    actual: list[int], kind: list[int] | None = None, category: list[int] | None = None, age: list[float] | None = None
) -> list[int]:
    count = len(actual)
    return best_of_peers(
        np.array(actual),
        np.array(kind or [0] * count),
        np.array(category or [0] * count),
        np.full(count, 100.0),
        np.array(age or [500.0] * count),
    ).tolist()


def test_the_80th_percentile_of_twenty_peers() -> None:
    """1 to 20: 16 of 20 values are at or below 16, so who is worth less could be worth 16."""
    assert potentials(list(range(1, 21))) == [16] * 16 + [17, 18, 19, 20]


def test_twenty_of_the_same_category_are_enough_and_nineteen_are_not() -> None:
    rich = [1000] * 30
    assert potentials([1] * 20 + rich, category=[0] * 20 + [1] * 30)[:20] == [1] * 20
    assert potentials([1] * 19 + rich, category=[0] * 19 + [1] * 30)[:19] == [1000] * 19


def test_another_kind_is_no_peer_while_there_are_enough() -> None:
    assert potentials([1] * 20 + [1000] * 20, kind=[0] * 20 + [1] * 20)[:20] == [1] * 20


def test_a_prospect_is_compared_with_customers_in_their_first_year() -> None:
    """20 customers in their first year, and 10 later ones worth more."""
    ages = [100.0] * 20 + [2000.0] * 10 + [float("nan")] * 30
    found = potentials([100] * 20 + [900] * 10 + [0] * 30, age=ages)
    assert found[-30:] == [100] * 30


def test_nobody_bought_yet() -> None:
    assert potentials([0, -5], age=[float("nan")] * 2) == [0, 0]


@pytest.mark.parametrize("seed", range(5))
def test_more_value_never_lowers_a_potential(seed: int) -> None:
    chance = np.random.default_rng(seed)
    actual, kind = chance.integers(-50, 500, 200), chance.integers(0, 2, 200)
    ages = np.where(chance.random(200) < 0.2, np.nan, chance.integers(0, 2000, 200).astype(float))
    before = best_of_peers(actual, kind, kind * 0, np.full(200, 9.0), ages)
    after = best_of_peers(actual + chance.integers(0, 99, 200), kind, kind * 0, np.full(200, 9.0), ages)
    assert (after >= before).all()
