"""The card joins everything known of a customer, one row each, and the operational database holds the same columns."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pyarrow as pa
from django.db import models

from carteira.differentiate.categories import categorise
from carteira.differentiate.models import CustomerCard
from carteira.differentiate.potential import potential
from carteira.differentiate.relationship import relationship_types
from carteira.differentiate.rfmt import rfmt
from carteira.differentiate.segments.needs import find_needs

GOLDEN = ("name", "city", "state", "owner", "team", "branch", "sources")
KINDS = {
    models.BigIntegerField: ("int64",),
    models.SmallIntegerField: ("int16", "int64"),
    models.FloatField: ("double",),
    models.DateField: ("date32[day]",),
    models.BooleanField: ("bool",),
    models.TextField: ("string",),
}


def cards(company: Callable[..., Any], order_line: Callable[..., Any]) -> pa.Table:
    """Two customers of whom one bought, through every model and calculation but lifetime, which is given."""
    made = company(orders=[order_line(unit_cost="12")], customers=("ana", "beto"))
    texts = {name: pa.array(["x", "y"]) for name in GOLDEN}
    numbers = {"parent_customer_id": pa.nulls(2, pa.int64()), "records": pa.array([1, 1])}
    golden = {"customer_id": [1, 2], "kind": ["person", None], "status": ["customer", "prospect"]}
    made.give("customer_golden", pa.table({**golden, **texts, **numbers}))
    value = {
        name: pa.array([-700, 0])
        for name in ("expected_margin", "lifetime_value", "lifetime_value_low", "lifetime_value_high")
    }
    ahead = {name: [1.5, 0.0] for name in ("expected_purchases", "discounted_purchases", "discounted_years")}
    chances = {"probability_alive": [0.5, 0.0], **ahead, "model": ["bg_nbd", "none"]}
    made.give("customer_lifetime", pa.table({"customer_id": [1, 2], **chances, **value}))
    for name in ("purchase_history", "rfmt_inputs", "category_inputs"):
        made.make(name)
    weights = {"recency": 1.0, "frequency": 1.0, "monetary": 1.0, "t": 1.0}
    inputs, types = made.query("SELECT * FROM rfmt_inputs"), made.query("SELECT * FROM purchase_types")
    made.give("customer_rfmt", rfmt(inputs, types, as_of=date(2026, 1, 1), weights=weights))
    shares = {"below_zero_threshold": 0, "most_valuable_share": 0.6, "most_growable_share": 0.2}
    made.make("potential_inputs")
    could = potential(made.query("SELECT * FROM potential_inputs"), {})
    made.give("customer_potential", could)
    made.give("customer_category", categorise(made.query("SELECT * FROM category_inputs"), could, **shares))
    for name in ("purchase_mix", "needs_inputs", "relationship_inputs"):
        made.make(name)
    needs = find_needs(made.query("SELECT * FROM needs_inputs"), made.query("SELECT * FROM purchase_mix"))
    companies = made.query("SELECT * FROM relationship_inputs")
    made.give("customer_needs", needs.customers)
    made.give("customer_relationship", relationship_types(companies, needs.customers, needs.segments, {}))
    made.make("customer_card")
    return made.query("SELECT * FROM customer_card ORDER BY customer_id")


def test_one_row_each(company: Callable[..., Any], order_line: Callable[..., Any]) -> None:
    ana, beto = cards(company, order_line).to_pylist()
    assert (ana["profit"], ana["category"], ana["reason"]) == (-2000, "below_zero", "reason_below_zero_below_cost")
    assert (beto["profit"], beto["category"], beto["reason"]) == (0, "intermediate", "reason_prospect")
    assert (ana["recency"], beto["recency"]) == (297, None)


def test_the_operational_database_holds_the_same_columns(
    company: Callable[..., Any], order_line: Callable[..., Any]
) -> None:
    found = {field.name: str(field.type) for field in cards(company, order_line).schema}
    fields = {field.column: field for field in CustomerCard._meta.concrete_fields if field.column != "slot"}
    assert set(found) == set(fields)
    wrong = {name: kind for name, kind in found.items() if kind not in KINDS[type(fields[name])]}
    assert wrong == {}
    empty = {name for name, column in cards(company, order_line).to_pydict().items() if None in column}
    assert {name for name in empty if not fields[name].null} == set()
