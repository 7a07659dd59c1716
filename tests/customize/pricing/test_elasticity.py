"""The answer to the price is found where there is one, and not where there is none."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from scipy.optimize import minimize_scalar

from carteira.customize.pricing import elasticity as module
from carteira.customize.pricing import price_elasticity
from carteira.customize.pricing.elasticity import fitted
from carteira.customize.pricing.occasions import Strata, strata_of
from carteira.customize.pricing.reading import segments_of
from tests.customize.pricing.markets import AS_OF, customers_of, market


def by_segment(table: pa.Table) -> dict[int, dict[str, float]]:
    return {row["segment"]: row for row in table.to_pylist() if row["segment"] is not None and row["category"] is None}


def strata(waits: list[tuple[int, float, float]]) -> Strata:
    """From customer, price and days to the next purchase."""
    customer, price, days = (np.array(column) for column in zip(*waits, strict=True))
    who, place = np.unique(customer, return_inverse=True)
    zeros = np.zeros(len(who), np.int64)
    return Strata(place, np.log(price), days.astype(float), who, zeros, zeros, pa.array(["tools"]))


WORKED = [(1, 100.0, 10.0), (1, 200.0, 20.0), (2, 50.0, 8.0), (2, 100.0, 16.0), (3, 80.0, 5.0)]
"""The worked table of docs/algorithms/pricing.md: twice the price, twice the wait; the third customer says nothing."""


def test_the_worked_table() -> None:
    found = fitted(strata(WORKED), np.zeros(3, np.int64), 1)

    assert found.value == pytest.approx([-1.0])
    assert found.customers.tolist() == [2]
    assert np.isinf(found.error).all(), "two customers are too few to say how sure it is"


def test_it_is_where_the_likelihood_is_greatest() -> None:
    chance = np.random.default_rng(4)
    waits = [(int(each) % 7, float(chance.uniform(50, 150)), float(chance.exponential(30) + 1)) for each in range(40)]
    rows = strata(waits)

    def loss(e: float) -> float:
        total = e * rows.price.sum()
        for one in range(7):
            mine = rows.stratum == one
            total -= mine.sum() * np.log((rows.days[mine] * np.exp(e * rows.price[mine])).sum())
        return -float(total)

    best = minimize_scalar(loss, bounds=(-10, 10), method="bounded", options={"xatol": 1e-9}).x
    assert fitted(rows, np.zeros(7, np.int64), 1).value == pytest.approx([best], abs=1e-5)


def test_each_segment_is_found_although_the_largest_customers_get_the_largest_discounts() -> None:
    occasions, customers = market([-0.5, -2.0], 400, seed=1)
    found = by_segment(price_elasticity(occasions, customers, AS_OF))

    for segment, truth in ((0, -0.5), (1, -2.0)):
        assert found[segment]["basis"] == "own"
        assert found[segment]["elasticity"] == pytest.approx(truth, abs=0.3)
    assert found[0]["elasticity_low"] > found[1]["elasticity_high"]


def test_customers_who_do_not_answer_are_not_taken_to_who_buy_more_pay_less() -> None:
    occasions, customers = market([0.0, 0.0], 400, seed=2)
    _, place, times = np.unique(occasions["customer_id"], return_inverse=True, return_counts=True)
    paid = np.bincount(place, np.log(occasions["net"].to_numpy() / 100)) / times
    naive = np.polyfit(paid, np.log(times), 1)[0]
    found = by_segment(price_elasticity(occasions, customers, AS_OF))

    assert naive < -2, "between customers the dearer buy less"
    for row in found.values():
        assert row["elasticity_low"] < 0 < row["elasticity_high"]
        assert row["elasticity_low"] > -1


def test_leaving_while_discounts_creep_up_is_not_taken_for_an_answer() -> None:
    deviations = []
    for seed in range(12):
        occasions, customers = market([-1.0], 150, seed=seed, creep=0.17, leaving=0.08)
        rows = strata_of(occasions, segments_of(customers), AS_OF)
        one = fitted(rows, rows.segment, 1)
        deviations.append((one.value[0] + 1) / one.error[0])

    assert abs(np.mean(deviations)) < 1.0, "no more than chance over twelve markets would be 0.29"
    assert 0.5 < np.std(deviations) < 1.6, "the stated errors are the true ones"


def test_without_different_prices_it_is_not_known() -> None:
    occasions, customers = market([-2.0], 100, seed=3)
    flat = occasions.set_column(occasions.column_names.index("net"), "net", pa.repeat(90.0, occasions.num_rows))
    table = price_elasticity(flat, customers, AS_OF)

    assert table["elasticity"].null_count == table.num_rows
    assert table["basis"].null_count == table.num_rows
    assert set(table["customers"].to_pylist()) == {0}


def test_too_few_customers_speak_with_the_voice_of_the_book() -> None:
    occasions, customers = market([-1.5], 400, seed=5)
    few = pa.array([1] * 20 + [0] * 380)
    customers = customers.set_column(customers.column_names.index("segment"), "segment", few)
    found = by_segment(price_elasticity(occasions, customers, AS_OF))

    assert found[1]["basis"] == "book"
    assert found[1]["own_weight"] == 0
    assert found[1]["elasticity"] == pytest.approx(found[0]["elasticity"], abs=0.1)
    width = [found[each]["elasticity_high"] - found[each]["elasticity_low"] for each in (0, 1)]
    assert width[1] > width[0]


def test_purchases_without_a_category_count_for_the_segment_alone() -> None:
    occasions, customers = market([-1.0], 60, seed=8)
    place = occasions.column_names.index("category")
    unnamed = occasions.set_column(place, "category", pa.nulls(occasions.num_rows, pa.string()))
    table = price_elasticity(unnamed, customers, AS_OF)

    assert [(row["kind"], row["category"]) for row in table.to_pylist()] == [(None, None), ("company", None)]
    assert table["elasticity"].equals(price_elasticity(occasions, customers, AS_OF)["elasticity"][:2])


def test_an_empty_book_says_nothing() -> None:
    occasions, _ = market([0.0], 5, seed=1)
    table = price_elasticity(occasions.slice(0, 0), customers_of(np.empty(0, np.int64)), AS_OF)

    assert table["elasticity"].to_pylist() == [None]


def test_what_comes_after_the_day_and_the_order_of_rows_do_not_count() -> None:
    occasions, customers = market([-1.0], 60, seed=6)
    day = date(2025, 7, 1)
    known = occasions.filter(pa.compute.less(occasions["ordered_on"], pa.scalar(day)))
    shuffled = known.take(np.random.default_rng(1).permutation(known.num_rows))

    expected = price_elasticity(known, customers, day)
    assert price_elasticity(occasions, customers, day).equals(expected)
    for one, other in zip(price_elasticity(shuffled, customers, day).to_pylist(), expected.to_pylist(), strict=True):
        assert one == pytest.approx(other)


def test_a_large_book_is_sampled_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    occasions, customers = market([-1.0], 400, seed=7)
    whole = price_elasticity(occasions, customers, AS_OF).to_pylist()[0]
    monkeypatch.setattr("carteira.customize.pricing.occasions.MOST_CUSTOMERS", 150)
    part = price_elasticity(occasions, customers, AS_OF).to_pylist()[0]

    assert module.ENOUGH_CUSTOMERS < part["customers"] <= whole["customers"] / 2
    assert part["elasticity_low"] < -1 < part["elasticity_high"]
