import numpy as np
import pytest

from carteira.identify.clusters import cluster

NONE = [-1, -1, -1]


def labels(edges: list[tuple[int, int, float]], identity: list[int], group: list[int] | None = None) -> list[int]:
    left, right = (np.array([edge[side] for edge in edges], np.int64) for side in (0, 1))
    weight = np.array([edge[2] for edge in edges], float)
    return cluster(
        left, right, weight, np.array(identity), np.array(identity if group is None else group)
    ).labels.tolist()


@pytest.mark.parametrize(
    ("edges", "identity", "expected"),
    [
        ([(0, 1, 10.0)], NONE, [0, 0, 1]),
        ([(0, 1, 3.0)], NONE, [0, 1, 2]),  # odds of 8:1 are not enough
        ([(0, 1, 10.0), (1, 2, 8.0), (0, 2, -30.0)], NONE, [0, 0, 1]),  # a chain of lookalikes breaks
        ([(0, 1, 10.0), (1, 2, 10.0)], [5, -1, 6], [0, 0, 1]),  # two tax ids never meet
        ([(0, 1, 1.0)], [5, 5, -1], [0, 0, 1]),  # one tax id always does
        ([(0, 1, -5.0)], [5, 5, -1], [0, 1, 2]),  # unless all else speaks against it
        ([], NONE, [0, 1, 2]),
    ],
)
def test_three_records(edges: list[tuple[int, int, float]], identity: list[int], expected: list[int]) -> None:
    assert labels(edges, identity) == expected


def test_branches_of_one_company_meet_only_where_found_alike() -> None:
    assert labels([(0, 1, 12.0)], [1, 2], [7, 7]) == [0, 0]
    assert labels([(0, 1, 12.0)], [1, 2], [7, 8]) == [0, 1]


def test_a_long_chain_is_split_and_reported() -> None:
    size = 300
    edges = [(i, i + 1, 20.0 if i % 2 else 1.0) for i in range(size - 1)]
    found = cluster(
        *(np.array(side) for side in zip(*[(a, b) for a, b, _ in edges], strict=True)),
        np.array([e[2] for e in edges]),
        np.full(size, -1),
        np.full(size, -1),
    )
    assert found.split == 1
    assert np.bincount(found.labels).max() == 2
