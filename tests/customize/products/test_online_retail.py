"""The plan of a real wholesaler against what was then bought, beside the figures of simpler ways."""

from pathlib import Path

import pytest

from benchmarks.recommend import Split, online_retail, plan_scores, planned, quality


@pytest.fixture(scope="module")
def split(shared_data: Path) -> Split:
    return online_retail(shared_data / "online_retail" / "online_retail.csv.gz")


def test_new_products_and_repurchases_are_foretold_better_than_by_simpler_ways(split: Split) -> None:
    """EASE alone reaches NDCG@10 0.1100 and Recall@10 0.1123 of new products, own frequency 0.3603 of all."""
    scores = plan_scores(split, planned(split))

    assert scores.shape == (3612, 2956)
    new, recall = quality(split, scores, new=True)
    assert new > 0.125
    assert recall > 0.125
    assert quality(split, scores, new=False)[0] > 0.37
