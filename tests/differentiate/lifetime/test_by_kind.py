"""Each kind of customer has its own fit where all kinds can bear one."""

import numpy as np
import pyarrow as pa
import pytest

from carteira.differentiate.lifetime import customer_lifetime, lifetime_by_kind
from carteira.differentiate.lifetime.by_kind import ENOUGH_REPEATERS

TERMS = {"discount_rate": 0.12, "horizon_years": 3.0}


def bought(first_id: int, count: int, daily_rate: float, seed: int) -> dict[str, list[int]]:
    """Histories of customers who buy at about one rate for 700 days, one in four gone half-way."""
    chance = np.random.default_rng(seed)
    stayed = np.where(chance.random(count) < 0.25, 350, 700)
    repeats = chance.poisson(daily_rate * stayed)
    latest = np.ceil(stayed * chance.random(count) ** (1 / np.maximum(repeats, 1)))
    recency = np.where(repeats > 0, latest, 0)
    return {
        "customer_id": list(range(first_id, first_id + count)),
        "repeat_purchases": repeats.tolist(),
        "recency_days": recency.astype(int).tolist(),
    }


def book(persons: int, companies: int) -> tuple[pa.Table, pa.Table]:
    """(purchase_history, customers) of a book of persons who buy seldom and companies who buy often."""
    seldom, often = bought(1, persons, 0.004, 1), bought(persons + 1, companies, 0.03, 2)
    columns = {name: seldom[name] + often[name] for name in seldom}
    count = persons + companies
    purchases = [repeats + 1 for repeats in columns["repeat_purchases"]]
    history = pa.table(
        {
            **columns,
            "purchases": purchases,
            "age_days": [700] * count,
            "contribution": [1000 * number for number in purchases],
            "contribution_squares": [1e6 * number for number in purchases],
            "spend": [4000 * number for number in purchases],
            "days_ago": [350.0] * count,
            "days_ago_squares": [1e4 * (number - 1) for number in purchases],
            "contribution_by_days_ago": [0.0] * count,
            "service_cost": [0] * count,
            "service_days": [365] * count,
        }
    )
    kinds = ["person"] * persons + ["company"] * companies
    return history, pa.table({"customer_id": columns["customer_id"], "kind": kinds})


def test_each_kind_has_its_own_fit() -> None:
    history, customers = book(1200, 600)
    found = lifetime_by_kind(history, customers, **TERMS)
    assert found.table["customer_id"].to_pylist() == customers["customer_id"].to_pylist()
    assert set(found.diagnostics["kind"].to_pylist()) == {"person", "company"}
    rows = history.slice(1200)
    alone = customer_lifetime(rows, rows["customer_id"].combine_chunks(), **TERMS)
    assert found.table.slice(1200).to_pydict() == alone.table.to_pydict()


@pytest.mark.parametrize("companies", [0, ENOUGH_REPEATERS // 10])
def test_a_kind_too_small_for_a_fit_shares_one(companies: int) -> None:
    history, customers = book(1200, companies)
    found = lifetime_by_kind(history, customers, **TERMS)
    whole = customer_lifetime(history, customers["customer_id"].combine_chunks(), **TERMS)
    assert found.table.to_pydict() == whole.table.to_pydict()
    assert set(found.diagnostics["kind"].to_pylist()) == {"all"}


def test_customers_who_never_bought_are_worth_nothing_yet() -> None:
    history, customers = book(1200, 600)
    prospect = pa.table({"customer_id": [99_999], "kind": pa.array([None], pa.string())})
    found = lifetime_by_kind(history, pa.concat_tables([customers, prospect]), **TERMS)
    last = found.table.slice(1800).to_pylist()[0]
    assert (last["model"], last["lifetime_value"]) == ("none", 0)
