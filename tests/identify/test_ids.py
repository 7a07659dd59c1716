import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carteira.identify.ids import stable_ids


@pytest.mark.parametrize(
    ("labels", "former", "expected"),
    [
        ([0, 0, 1], [0, 0, 0], [10, 10, 11]),  # nothing known: new ids in the order of the clusters
        ([0, 0, 1], [4, 4, 7], [4, 4, 7]),  # nothing changed
        ([0, 0, 0], [4, 7, 7], [7, 7, 7]),  # a merge: the id of most records
        ([0, 0], [7, 4], [4, 4]),  # on ties the older
        ([0, 1, 1], [4, 4, 4], [10, 4, 4]),  # a split: the larger part keeps it
        ([0, 1], [4, 4], [4, 10]),
        ([], [], []),
    ],
)
def test_who_keeps_the_id(labels: list[int], former: list[int], expected: list[int]) -> None:
    assert stable_ids(np.array(labels, int), np.array(former, int), 9).tolist() == expected


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=30))
def test_each_cluster_has_one_id_and_each_id_one_cluster(pairs: list[tuple[int, int]]) -> None:
    _, labels = np.unique([label for label, _ in pairs], return_inverse=True)
    ids = stable_ids(labels, np.array([former for _, former in pairs]), 5)
    assert len(set(zip(labels, ids, strict=True))) == len(set(labels)) == len(set(ids))
    assert stable_ids(labels, ids, int(ids.max())).tolist() == ids.tolist()
