"""How far two divisions agree, by tables worked by hand."""

import numpy as np
import pytest

from carteira.differentiate.segments.agreement import adjusted_rand_index, counterparts, shared


@pytest.mark.parametrize(
    ("one", "other", "index"),
    [
        ([0, 0, 1, 1], [1, 1, 0, 0], 1.0),  # the same under other names
        ([0, 0, 1, 1], [0, 1, 0, 1], -0.5),  # 0 pairs together of 2 x 2 / 6 expected: (0 - 2/3) / (2 - 2/3)
        (
            [0, 0, 0, 1, 1, 1],
            [0, 0, 1, 1, 2, 2],
            0.24242424,
        ),  # the example of scikit-learn's guide: (2 - 1.2) / (4.5 - 1.2)
        ([0, 0, 0], [0, 0, 0], 1.0),
        ([], [], 1.0),
    ],
)
def test_the_index(one: list[int], other: list[int], index: float) -> None:
    assert adjusted_rand_index(np.array(one, np.int64), np.array(other, np.int64)) == pytest.approx(index)


def test_chance_agrees_with_nothing() -> None:
    chance = np.random.default_rng(1)
    one, other = chance.integers(0, 4, 20_000), chance.integers(0, 3, 20_000)
    assert adjusted_rand_index(one, other) == pytest.approx(0, abs=0.002)


def test_segments_find_their_counterparts() -> None:
    one, other = np.array([0, 0, 0, 1, 1, 2]), np.array([1, 1, 0, 0, 0, 0])
    table = shared(one, other)
    assert table.tolist() == [[1, 2], [2, 0], [1, 0]]
    assert counterparts(table) == {0: 1, 1: 0}
