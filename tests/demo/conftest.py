"""Simulated companies, each made once for all tests that look at it."""

from collections.abc import Callable
from functools import cache

import pytest

from carteira.demo.simulation import Company, simulate

CompanyOf = Callable[[int], Company]


@pytest.fixture(scope="session")
def company_of(tmp_path_factory: pytest.TempPathFactory) -> CompanyOf:
    """The company of the default size for a seed."""

    @cache
    def made(seed: int) -> Company:
        return simulate(tmp_path_factory.mktemp(f"company_{seed}"), seed=seed)

    return made


@pytest.fixture
def company(company_of: CompanyOf) -> Company:
    return company_of(1)
