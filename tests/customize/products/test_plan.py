"""The plan as a table: what comes back, in which order, and what is refused."""

import json
from datetime import date

import pyarrow as pa
import pytest

from carteira.customize.products import plan_blocks, product_plan
from carteira.customize.products.table import SCHEMA
from carteira.errors import CarteiraError
from carteira.messages import say
from tests.customize.products.books import AS_OF, tables
from tests.customize.products.conftest import Foretold


def test_rows_are_in_order_and_a_product_stands_once_for_a_customer(foretold: Foretold) -> None:
    plan = foretold.plan
    keys = list(zip(plan["customer_id"], plan["product_id"], strict=True))
    assert len(set(keys)) == len(keys)
    assert len(set(zip(plan["customer_id"], plan["kind"], plan["place"], strict=True))) == len(keys)
    order = list(zip(plan["customer_id"], plan["place"], strict=True))
    assert order == sorted(order)
    later = plan["customer_id"][1:] != plan["customer_id"][:-1]
    days = plan["expected_on"].astype("datetime64[D]").astype(int)
    assert (later | (days[1:] >= days[:-1]) | (days[:-1] < 0)).all()
    assert (days[days > 0] >= (AS_OF - date(1970, 1, 1)).days).all()


def test_no_more_of_each_kind_than_asked_and_the_likeliest(foretold: Foretold) -> None:
    few = product_plan(*foretold.market.tables, as_of=AS_OF, of_each=1).to_pylist()
    best: dict[tuple[int, str], float] = {}
    for customer, kind, chance in zip(
        *(foretold.plan[name] for name in ("customer_id", "kind", "probability")), strict=True
    ):
        best[customer, kind] = max(best.get((customer, kind), 0.0), chance)

    found = {(row["customer_id"], row["kind"]): row["probability"] for row in few}
    assert len(found) == len(few)
    assert {key: chance for key, chance in found.items() if key[1] == "repurchase"} == pytest.approx(
        {key: chance for key, chance in best.items() if key[1] == "repurchase"}
    )


def test_the_same_tables_give_the_same_plan_in_any_order(foretold: Foretold) -> None:
    given = foretold.market.tables
    turned = given._replace(purchases=given.purchases.take(list(range(given.purchases.num_rows))[::-1]))
    first, second = (product_plan(*one, as_of=AS_OF) for one in (given, turned))

    assert first.schema == SCHEMA
    assert first.equals(second)


def test_customers_may_be_planned_in_blocks_of_any_size(foretold: Foretold, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = product_plan(*foretold.market.tables, as_of=AS_OF)
    monkeypatch.setattr("carteira.customize.products.plan.BLOCK", 999)
    blocks = list(plan_blocks(*foretold.market.tables, as_of=AS_OF, horizon_days=90, of_each=3))

    assert max(len(block["customer_id"].unique()) for block in blocks) <= 999
    assert pa.concat_tables(blocks).equals(whole)


def test_every_reason_has_its_sentence(foretold: Foretold) -> None:
    pairs = zip(foretold.plan["reason"], foretold.plan["arguments"], strict=True)
    said = {say(reason, json.loads(arguments)) for reason, arguments in pairs}

    assert not any(text.startswith("plan_") or "%(" in text for text in said)
    assert any("similar companies" in text for text in said)


def test_what_happens_from_the_day_on_is_not_known() -> None:
    before = [(c, f"P{p}", 30 * (p + 1), 1.0, 100) for c in range(1, 20) for p in range(5)]
    after = [(c, "P9", -5, 1.0, 100) for c in range(1, 20)]
    products = {f"P{p}": {} for p in (*range(5), 9)}
    with_future = product_plan(*tables(before + after, products), as_of=AS_OF)

    assert with_future.equals(product_plan(*tables(before, products), as_of=AS_OF))
    assert "P9" not in with_future["product_id"].to_pylist()


@pytest.mark.parametrize(
    ("asked", "code"), [({"horizon_days": 0}, "plan_horizon_invalid"), ({"of_each": 0}, "plan_size_invalid")]
)
def test_what_cannot_be_planned_is_refused(asked: dict[str, int], code: str) -> None:
    with pytest.raises(CarteiraError) as refused:
        product_plan(*tables([(1, "pen", 5, 1.0, 10)]), as_of=AS_OF, **asked)
    assert refused.value.code == code
    assert "1 or more" in str(refused.value)
