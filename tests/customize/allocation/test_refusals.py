"""Input that cannot be is refused with one clear sentence."""

from typing import Any

import numpy as np
import pytest

from carteira.customize.allocation import allocate
from carteira.errors import CarteiraError
from carteira.messages.allocation import MESSAGES

FINE: dict[str, Any] = {"value": np.ones((3, 2)), "use": np.ones((2, 1)), "capacity": [2.0]}
REFUSED = [
    ({"value": [1.0, 2.0]}, "allocation_shape"),
    ({"value": [["much"]]}, "allocation_not_numbers"),
    ({"value": [[np.nan, 1], [1, 1], [1, 1]]}, "allocation_bad_number"),
    ({"value": [[-np.inf, 1], [1, 1], [1, 1]]}, "allocation_bad_number"),
    ({"use": [[1.0], [-1.0]]}, "allocation_bad_number"),
    ({"use": [[1.0], [np.inf]]}, "allocation_bad_number"),
    ({"use": [[1.0, 2.0], [1.0, 2.0]]}, "allocation_shape"),
    ({"scale": [[1.0], [np.nan], [1.0]]}, "allocation_bad_number"),
    ({"scale": [[1.0], [1.0]]}, "allocation_shape"),
    ({"capacity": [np.nan]}, "allocation_bad_capacity"),
    ({"capacity": [-1.0]}, "allocation_bad_capacity"),
    ({"capacity": [[1.0, 2.0]]}, "allocation_shape"),
    ({"capacity": [[1.0, 2.0]], "pool": [[0], [1], [2]]}, "allocation_bad_pool"),
    ({"capacity": [[1.0, 2.0]], "pool": [[0], [1], [-1]]}, "allocation_bad_pool"),
    ({"eligible": [[True]]}, "allocation_shape"),
    ({"minimum": [1]}, "allocation_shape"),
    ({"minimum": [-1, 0]}, "allocation_bad_number"),
]


@pytest.mark.parametrize(("changes", "code"), REFUSED)
def test_bad_input(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(CarteiraError) as refusal:
        allocate(**{**FINE, **changes})

    assert refusal.value.code == code
    assert str(refusal.value) == MESSAGES[code] % refusal.value.arguments


def test_minimums_out_of_reach_are_named_with_what_is_possible() -> None:
    with pytest.raises(CarteiraError) as refusal:
        allocate(np.ones((5, 3)), [[1.0], [1.0], [0.0]], [2.0], minimum=[3, 0, 1])

    assert "0: 2 / 3." in str(refusal.value)
    assert "Lower these minimums" in str(refusal.value)


def test_more_minimums_than_customers() -> None:
    with pytest.raises(CarteiraError) as refusal:
        allocate(np.ones((5, 1)), [[0.0]], [1.0], minimum=[6])

    assert "0: 5 / 6." in str(refusal.value)


def test_a_capacity_of_zero_has_the_price_of_its_best_use() -> None:
    allocation = allocate([[9.0, 4.0], [8.0, 1.0]], [[2.0], [0.0]], [0.0])

    assert allocation.choice.tolist() == [1, 1]
    assert allocation.shadow_prices.tolist() == [3.5]
