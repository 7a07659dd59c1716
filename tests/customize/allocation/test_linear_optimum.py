"""Thousands of customers: the bound is the optimum of the linear programme, and the answer is close to it."""

import numpy as np
import pytest

from carteira.customize.allocation import allocate, reduced_values
from tests.customize.allocation.instances import amounts, campaign, linear_optimum, used


@pytest.mark.parametrize(("customers", "gap"), [(300, 2.5e-2), (3_000, 3e-3), (10_000, 4e-4)])
def test_the_bound_is_the_linear_optimum(customers: int, gap: float) -> None:
    instance = campaign(customers)
    allocation = allocate(**instance)

    amount = amounts(instance["use"], instance["scale"], customers)
    best = linear_optimum(instance["value"], amount, instance["capacity"], instance["eligible"])
    assert allocation.bound == pytest.approx(best, rel=1e-9)
    assert 0 <= allocation.gap <= gap
    assert (used(allocation.choice, amount) <= instance["capacity"]).all()


def test_a_sample_leads_to_the_same_optimum_as_all() -> None:
    """Above 20,000 customers prices start from a sample. The bound is checked by its own slope: none leads down."""
    instance = campaign(60_000)
    allocation = allocate(**instance)

    def lagrangian(prices: np.ndarray) -> float:
        reduced = reduced_values(
            instance["value"], instance["use"], prices, eligible=instance["eligible"], scale=instance["scale"]
        )
        return float(np.maximum(reduced.max(axis=1), 0).sum() + prices @ instance["capacity"])

    assert allocation.gap <= 1e-4
    assert lagrangian(allocation.shadow_prices) == pytest.approx(allocation.bound, rel=1e-12)
    rng = np.random.default_rng(0)
    for size in (1e-4, 1e-2):
        for _ in range(5):
            moved = np.maximum(allocation.shadow_prices * (1 + size * rng.normal(size=4)), 0)
            assert lagrangian(moved) >= allocation.bound * (1 - 1e-12)


def test_minimums_have_their_price_in_the_bound() -> None:
    customers = 2_000
    instance = campaign(customers)
    minimum = np.array([0, 0, 0, 0, 900])
    allocation = allocate(**instance, minimum=minimum)

    amount = amounts(instance["use"], instance["scale"], customers)
    best = linear_optimum(instance["value"], amount, instance["capacity"], instance["eligible"], minimum)
    assert allocation.bound == pytest.approx(best, rel=1e-9)
    assert np.count_nonzero(allocation.choice == 4) >= 900
    assert allocation.minimum_prices[4] > 0
    assert allocation.gap <= 3e-3


def test_branches_have_their_own_prices() -> None:
    """Branches that share nothing are problems of their own: the sum of their bounds is the bound of all."""
    customers, branches = 4_000, 10
    instance = campaign(customers)
    branch = np.arange(customers) % branches
    capacity = np.repeat(instance["capacity"][:, None] / branches, branches, axis=1)
    together = allocate(**{**instance, "capacity": capacity}, pool=np.repeat(branch[:, None], 4, axis=1))

    apart = []
    for number in range(branches):
        rows = {name: instance[name][branch == number] for name in ("value", "eligible", "scale")}
        apart.append(allocate(**rows, use=instance["use"], capacity=capacity[:, number]))
    assert together.bound == pytest.approx(sum(each.bound for each in apart), rel=1e-9)
    np.testing.assert_allclose(
        together.shadow_prices, np.stack([each.shadow_prices for each in apart], axis=1), rtol=1e-6
    )
    assert together.objective == pytest.approx(sum(each.objective for each in apart), rel=3e-3)
