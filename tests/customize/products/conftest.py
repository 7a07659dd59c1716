"""The simulated market and its plan, made once for all tests that look at it."""

from typing import NamedTuple

import numpy as np
import pytest

from carteira.customize.products import product_plan
from tests.customize.products.books import AS_OF, Market, came_true, market


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
    return Foretold(truth, plan, came_true(table, truth.later))
