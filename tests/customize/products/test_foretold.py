"""The plan of a simulated market against what then happened: chances, days and money."""

import numpy as np
import pytest

from tests.customize.products.books import AS_OF
from tests.customize.products.conftest import Foretold


@pytest.mark.parametrize("kind", ["repurchase", "cross_sell", "up_sell", "basket_gap"])
def test_what_is_said_to_be_likely_happens_as_often(foretold: Foretold, kind: str) -> None:
    rows = np.flatnonzero(foretold.plan["kind"] == kind)
    stated = foretold.plan["probability"]
    happened = foretold.came_true[rows].mean()
    assert stated[rows].mean() == pytest.approx(happened, abs=0.05 * happened + 3 * np.sqrt(happened / len(rows)))
    for decile in np.array_split(rows[np.argsort(stated[rows], kind="stable")], 10):
        said, true = stated[decile].mean(), foretold.came_true[decile].mean()
        chance = 3 * np.sqrt(max(said * (1 - said), 0.01) / len(decile))
        assert true == pytest.approx(said, abs=0.03 + chance)


def test_the_likelier_rows_come_true_more_often(foretold: Foretold) -> None:
    for kind in ("repurchase", "cross_sell", "up_sell"):
        rows = np.flatnonzero(foretold.plan["kind"] == kind)
        best, rest = np.split(rows[np.argsort(-foretold.plan["probability"][rows], kind="stable")], [len(rows) // 5])
        assert foretold.came_true[best].mean() > 2 * foretold.came_true[rest].mean() * (kind != "repurchase")
        assert foretold.came_true[best].mean() > foretold.came_true[rest].mean() + 0.02


def test_repurchases_come_about_when_they_are_due(foretold: Foretold) -> None:
    rows = np.flatnonzero((foretold.plan["kind"] == "repurchase") & foretold.came_true)
    keys = zip(foretold.plan["customer_id"][rows], foretold.plan["product_id"][rows], strict=True)
    actual = np.array([foretold.market.later[key][0][0] for key in keys])
    expected = (foretold.plan["expected_on"][rows] - np.datetime64(AS_OF)).astype(int)

    assert expected.mean() == pytest.approx(actual.mean(), abs=4)
    assert np.corrcoef(actual, expected)[0, 1] > 0.3
    assert np.abs(actual - expected).mean() < np.abs(actual - np.median(actual)).mean()


@pytest.mark.parametrize(("kind", "within"), [("repurchase", 0.1), ("cross_sell", 0.25), ("up_sell", 0.3)])
def test_the_margin_said_is_the_margin_earned(foretold: Foretold, kind: str, within: float) -> None:
    rows = np.flatnonzero(foretold.plan["kind"] == kind)
    keys = zip(foretold.plan["customer_id"][rows], foretold.plan["product_id"][rows], strict=True)
    earned = sum(0.4 * spend for key in keys for _, spend in foretold.market.later.get(key, []))

    assert foretold.plan["expected_margin"][rows].sum() == pytest.approx(earned, rel=within)
