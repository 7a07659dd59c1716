"""The simulated market and its plan, made once for all tests that look at it."""

from typing import NamedTuple

import numpy as np
import pytest

from carteira.customize.products import product_plan
from tests.customize.products.books import AS_OF, Market, market


class Foretold(NamedTuple):
    """The plan of a simulated market as columns, and whether each row came true within its 90 days."""

    market: Market
    plan: dict[str, np.ndarray]
    came_true: np.ndarray


@pytest.fixture(scope="session")
def foretold() -> Foretold:
    truth = market(4_000, seed=1)
    table = product_plan(*truth.tables, as_of=AS_OF, horizon_days=90, of_each=10)
    plan = {name: table[name].to_numpy(zero_copy_only=False) for name in table.column_names}
    categories = {(customer, f"C{int(product[1:]) // 6}") for customer, product in truth.later}
    came_true = [
        (customer, category) in categories if kind == "basket_gap" else (customer, product) in truth.later
        for customer, product, category, kind in zip(
            *(plan[name] for name in ("customer_id", "product_id", "category", "kind")), strict=True
        )
    ]
    return Foretold(truth, plan, np.array(came_true))
