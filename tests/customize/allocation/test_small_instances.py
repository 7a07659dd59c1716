"""Every small instance, degenerate ones among them: the answer is the best of all allocations, by enumeration."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carteira.customize.allocation import allocate
from carteira.errors import CarteiraError
from tests.customize.allocation.instances import amounts, enumerated, used


@st.composite
def instances(draw: st.DrawFn) -> dict[str, Any]:
    """Up to five customers, three actions and three resources, with ties, zeros and no limits at all."""
    customers, actions, resources = draw(st.integers(0, 5)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    values = st.sampled_from([-3.0, -0.5, 0.0, 1.0, 1.0, 2.5, 7.0])
    uses = st.sampled_from([0.0, 0.0, 0.3, 1.0, 2.0, 5.0])
    table = draw(st.lists(values, min_size=customers * actions, max_size=customers * actions))
    use = draw(st.lists(uses, min_size=actions * resources, max_size=actions * resources))
    scales = st.lists(st.sampled_from([0.0, 0.5, 1.0, 1.7]), min_size=customers * resources)
    scale = draw(st.none() | scales.map(lambda drawn: drawn[: customers * resources]))
    allowed = draw(st.lists(st.booleans(), min_size=customers * actions, max_size=customers * actions))
    limits = st.sampled_from([0.0, 0.2, 1.0, 2.5, 4.0, 1e12, np.inf])
    return {
        "value": np.array(table).reshape(customers, actions),
        "use": np.array(use).reshape(actions, resources),
        "capacity": np.array(draw(st.lists(limits, min_size=resources, max_size=resources))),
        "eligible": np.array(allowed, bool).reshape(customers, actions),
        "scale": None if scale is None else np.array(scale).reshape(customers, resources),
    }


@settings(max_examples=70, deadline=None, derandomize=True)
@given(instances())
def test_the_answer_is_the_best_of_all(instance: dict[str, Any]) -> None:
    allocation = allocate(**instance)

    amount = amounts(instance["use"], instance["scale"], len(instance["value"]))
    none = np.zeros(amount.shape[1])
    best = enumerated(instance["value"], amount, instance["capacity"], instance["eligible"], none)
    assert best is not None
    np.testing.assert_allclose(allocation.objective, best, atol=1e-9)
    assert allocation.bound >= best - 1e-9
    assert (used(allocation.choice, amount) <= instance["capacity"]).all()
    assert (allocation.shadow_prices >= 0).all()


@settings(max_examples=70, deadline=None, derandomize=True)
@given(instances(), st.lists(st.integers(0, 3), min_size=3, max_size=3))
def test_minimums_are_met_or_refused(instance: dict[str, Any], asked: list[int]) -> None:
    minimum = np.array(asked[: instance["value"].shape[1]])
    amount = amounts(instance["use"], instance["scale"], len(instance["value"]))
    best = enumerated(instance["value"], amount, instance["capacity"], instance["eligible"], minimum)

    if best is None:
        with pytest.raises(CarteiraError) as refusal:
            allocate(**instance, minimum=minimum)
        assert refusal.value.code == "allocation_minimum_missed"
        return
    allocation = allocate(**instance, minimum=minimum)
    np.testing.assert_allclose(allocation.objective, best, atol=1e-9)
    assert allocation.bound >= best - 1e-9 * max(1, abs(allocation.bound))
    counts = np.bincount(allocation.choice[allocation.choice >= 0], minlength=len(minimum))
    assert (counts >= minimum).all()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(instances(), st.lists(st.integers(0, 2), min_size=15, max_size=15))
def test_each_pool_has_its_own_capacity(instance: dict[str, Any], pools: list[int]) -> None:
    """A pool of a resource is a resource of its own that only its customers use; the last pool may have none."""
    customers, resources = len(instance["value"]), len(instance["capacity"])
    pool = np.array(pools[: customers * resources], dtype=int).reshape(customers, resources)
    capacity = np.stack([instance["capacity"], instance["capacity"][::-1], np.ones(resources)], axis=1)
    apart = np.zeros((*instance["value"].shape, resources * 3))
    amount = amounts(instance["use"], instance["scale"], customers)
    for customer in range(customers):
        for resource in range(resources):
            apart[customer, :, resource * 3 + pool[customer, resource]] = amount[customer, :, resource]

    pooled = allocate(**{**instance, "capacity": capacity}, pool=pool)

    none = np.zeros(apart.shape[1])
    best = enumerated(instance["value"], apart, capacity.ravel(), instance["eligible"], none)
    np.testing.assert_allclose(pooled.objective, best, atol=1e-9)
    np.testing.assert_allclose(pooled.used.ravel(), used(pooled.choice, apart), atol=1e-12)
