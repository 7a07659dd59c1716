"""The default world tells its story at the default size, whatever the seed."""

import pandas as pd
import pytest

from carteira.demo.simulation import Company
from tests.demo.conftest import CompanyOf
from tests.demo.sources import tables_of, truth_of

SEEDS = (1, 2, 3)


@pytest.fixture(params=SEEDS)
def seeded(request: pytest.FixtureRequest, company_of: CompanyOf) -> Company:
    return company_of(request.param)


def customers_of(company: Company) -> pd.DataFrame:
    """Truth of each customer: profit and future in one row."""
    profit, future = truth_of(company, "profit").to_pandas(), truth_of(company, "future").to_pandas()
    return profit.merge(future, on="entity", suffixes=("", "_trait"))


def test_revenue_grows_and_profit_falls(seeded: Company) -> None:
    totals = truth_of(seeded, "totals").to_pandas().set_index("step")
    growth = totals["total"] / totals["previous_total"] - 1
    assert 0.05 < growth["revenue"] < 0.25
    assert -0.40 < growth["profit"] < -0.10
    assert totals.loc["profit", "total"] > 0


def test_the_top_fifth_brings_more_than_all_profit(seeded: Company) -> None:
    profit = customers_of(seeded)["profit"].sort_values(ascending=False)
    assert 1.30 <= profit.head(len(profit) // 5).sum() / profit.sum() <= 1.60


def test_some_are_below_zero_and_half_of_them_repairable(seeded: Company) -> None:
    customers = customers_of(seeded)
    below = customers[customers["future_margin"] < 0]
    assert 0.15 <= len(below) / len(customers) <= 0.25
    assert 0.40 <= (below["potential"] > 0).mean() <= 0.60
    assert (below["profit"] < 0).mean() > 0.6


def test_sellers_spend_a_third_of_their_time_below_zero(seeded: Company) -> None:
    visits = tables_of(seeded, "interactions")["crm"].select(["customer", "channel", "minutes"]).to_pandas()
    records = truth_of(seeded, "records").to_pandas()
    minutes = visits[visits["channel"] == "visit"].astype({"minutes": float})
    minutes = minutes.merge(records[records["source"] == "crm"], left_on="customer", right_on="source_id")
    spent = minutes.merge(customers_of(seeded), on="entity").groupby("category")["minutes"].sum()
    assert 0.25 <= spent["below_zero"] / spent.sum() <= 0.47


def test_a_few_most_growable_companies_are_hardly_visited(seeded: Company) -> None:
    customers = customers_of(seeded)
    managed = customers[customers["visits_trait"] > 0]
    growable = managed[managed["category"] == "mgc"]
    forgotten = growable[growable["overlooked"]]
    assert 3 <= len(forgotten) <= 40
    assert forgotten["visits"].mean() < 0.2 * managed["visits"].mean()
    assert forgotten["wallet"].median() > managed["wallet"].median()


def test_size_of_the_company(seeded: Company) -> None:
    customers = customers_of(seeded)
    assert 0.27 < (customers["kind"] == "company").mean() < 0.33
    assert 0.04 < customers["prospect"].mean() < 0.06
    lines = sum(table.num_rows for table in tables_of(seeded, "orders").values())
    assert 9 < lines / len(customers) < 15
    by_customer = customers["gross_sales"].sort_values(ascending=False)
    assert by_customer.head(50).sum() > 0.12 * by_customer.sum()
