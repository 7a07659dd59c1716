"""What a minimum order saves, against the same said order by order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carteira.customize.remedies.order_sizes import order_sizes
from tests.customize.remedies.customers import inputs, orders

SIZES = st.lists(st.lists(st.integers(1, 1000), max_size=8), min_size=1, max_size=4)


@settings(max_examples=30, deadline=None)
@given(SIZES, st.integers(1, 2000))
def test_orders_below_the_minimum_become_a_part_of_one(sizes: list[list[int]], minimum: int) -> None:
    customers = [{"sizes": each} for each in sizes]
    found = order_sizes(orders(*customers), inputs(*customers))
    saved, stood = found.below(np.full(len(sizes), float(minimum)))
    for number, each in enumerate(sizes):
        missing = [max(1 - size / minimum, 0) for size in each]
        assert saved[number] == pytest.approx(sum(missing) / max(len(each), 1))
        whole = sum(part * size for part, size in zip(missing, each, strict=True))
        assert stood[number] == pytest.approx(whole / max(sum(each), 1))


@settings(max_examples=30, deadline=None)
@given(SIZES, st.floats(0.5, 10), st.floats(0, 30))
def test_the_best_minimum_brings_the_most(sizes: list[list[int]], per_order: float, per_amount: float) -> None:
    customers = [{"sizes": each} for each in sizes]
    found = order_sizes(orders(*customers), inputs(*customers))
    size = len(sizes)
    count = np.maximum(found.count, 1)

    def brings(minimum: np.ndarray) -> np.ndarray:
        saved, stood = found.below(minimum)
        return saved * count * per_order - stood * per_amount

    most = np.full(size, 1500.0)
    best = brings(found.best(np.full(size, per_order), np.full(size, per_amount), most))
    for other in (10.0, 100.0, 300.0, 700.0, 1000.0, 1500.0):
        assert (best >= brings(np.full(size, other)) - 1e-6).all()


def test_orders_of_others_are_left_out() -> None:
    customers = [{"sizes": (10,)}, {"sizes": (20, 30)}]
    found = order_sizes(orders(*customers), inputs({}))
    assert list(found.count) == [1]
    assert list(found.share_below(11)) == [1.0]
