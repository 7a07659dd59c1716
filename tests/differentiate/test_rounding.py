"""Every amount is rounded half-even to minor units once, exactly as Python's decimal does it."""

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

MILLIONTHS = Decimal("0.000001")


def rounded(value: Decimal, minor_factor: int) -> int:
    return int((value * minor_factor).quantize(Decimal(1), ROUND_HALF_EVEN))


@pytest.mark.parametrize(
    ("price", "cents"),
    [
        ("0.005", 0), ("0.015", 2), ("0.025", 2), ("0.035", 4), ("0.004999", 0), ("0.005001", 1), ("0.014999", 1),
        ("1234567890.125", 123456789012), ("1234567890.135", 123456789014), ("1234567890.125001", 123456789013),
    ],
)  # fmt: skip
@pytest.mark.parametrize("sign", [1, -1])
def test_ties_go_to_the_even_neighbour(company: Any, order_line: Any, price: str, cents: int, sign: int) -> None:
    lines = [order_line(quantity=sign, unit_price=price, unit_cost=price, discount="0", tax=None)]
    (line,) = company(orders=lines).rows("SELECT net, product_cost FROM order_lines")
    assert line == {"net": sign * cents, "product_cost": sign * cents}


def amounts(largest: int) -> st.SearchStrategy[Decimal]:
    """Amounts with up to six decimals; thousandths and halves of a cent are likely, for they make ties."""
    coarse = st.integers(-largest * 1000, largest * 1000).map(lambda number: Decimal(number) / 1000)
    fine = st.integers(-largest * 10**6, largest * 10**6).map(lambda number: Decimal(number) * MILLIONTHS)
    return coarse | fine


LINES = st.lists(
    st.tuples(amounts(1000), amounts(100_000), amounts(10_000), amounts(10_000), amounts(100_000)),
    min_size=20,
    max_size=60,
)


@settings(max_examples=8, deadline=None)
@given(lines=LINES, minor_factor=st.sampled_from([1, 100, 1000]))
def test_as_python_rounds(
    company: Callable[..., Any], order_line: Callable[..., Any], lines: Any, minor_factor: int
) -> None:
    names = ("quantity", "unit_price", "discount", "tax", "unit_cost")
    orders = [order_line(**dict(zip(names, line, strict=True))) for line in lines]
    made = company(orders=orders, settings={"minor_factor": minor_factor})
    found = made.rows("SELECT net, discount, tax, product_cost FROM order_lines ORDER BY line")
    expected = [
        {
            "net": rounded(quantity * price - discount, minor_factor),
            "discount": rounded(discount, minor_factor),
            "tax": rounded(tax, minor_factor),
            "product_cost": rounded(quantity * cost, minor_factor),
        }
        for quantity, price, discount, tax, cost in lines
    ]
    assert found == expected
