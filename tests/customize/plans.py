"""A small company whose plan can be worked by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pyarrow as pa

from carteira.customize.library import ActionSpec, Library, ResourceSpec
from carteira.customize.offering import Facts, Offer, offer_of
from carteira.customize.options import ActionTerms

AS_OF = date(2026, 3, 1)
WAYS = ("discounts", "visits", "activities", "late_payment", "peers", "wallet", "winning")
CUSTOMER: dict[str, Any] = {
    "kind": "company", "owner": "Ana", "team": "Sul", "branch": "Recife", "need": None, "purchases_in_quarter": 1.0,
    "discounted_purchases": 10.0, "lasting_share": 1.0, "expected_margin": 0,
    **{f"{way}_gain": 0 for way in WAYS}, "visit_minutes": 0.0, "visits_timed": 0, "call_minutes": 0.0,
    "calls_timed": 0,
}  # fmt: skip
NO_OUTCOMES = pa.schema(
    [
        ("customer_id", pa.int64()), ("programme", pa.string()), ("started_on", pa.date32()), ("arm", pa.string()),
        *((name, pa.int64()) for name in (
            "bought_before", "recency_days", "age_days", "after_30", "after_60", "after_90", "after_120", "after_150",
            "after_180",
        )),
    ]
).empty_table()  # fmt: skip


def action(code: str, **changes: Any) -> ActionSpec:
    """Over 91 days, so that the purchases of a quarter count as they are. `uses`: in the order of the resources."""
    usual: dict[str, Any] = {
        "name": code.title(), "goal": "cross_sell", "channel": "visit", "purpose": "", "product_group": "", "offer": "",
        "cost": 0, "uses": (), "rest_days": 90, "window_days": 91, "holdout": 0.0, "minimum": 0, "who": (),
        "programme": "", "expected_effects": {}, "expected_deviation": 0.1, "gains": {}, "gains_deviation": 0.3,
    }  # fmt: skip
    given = usual | changes
    terms = ActionTerms(code=code, **{field.name: given[field.name] for field in fields(ActionTerms)[1:]})
    return ActionSpec(terms, **{field.name: given[field.name] for field in fields(ActionSpec)[1:]})


def resource(code: str, capacity: float | None, **changes: Any) -> ResourceSpec:
    usual: dict[str, Any] = {
        "name": code.title(), "unit": "minutes", "pooled_by": "company", "capacities": {}, "measured_by": "",
    }  # fmt: skip
    return ResourceSpec(code=code, capacity=capacity, **(usual | changes))


def offer(
    customers: Sequence[Mapping[str, Any]],
    actions: Sequence[ActionSpec],
    resources: Sequence[ResourceSpec] = (),
    *,
    outcomes: pa.Table = NO_OUTCOMES,
    consents: Sequence[Mapping[str, Any]] = (),
    may: Mapping[str, Sequence[int]] | None = None,
) -> Offer:
    """Customers are numbered from 1; everybody may have every action where `may` does not say otherwise."""
    rows = [{"customer_id": number, **CUSTOMER, **row} for number, row in enumerate(customers, 1)]
    texts = ("kind", "owner", "team", "branch", "need")
    columns = {name: pa.array([row[name] for row in rows], pa.string() if name in texts else None) for name in rows[0]}
    everybody = range(1, len(rows) + 1)
    named = {one.terms.code: pa.array((may or {}).get(one.terms.code, everybody), pa.int64()) for one in actions}
    said = pa.Table.from_pylist(
        list(consents),
        pa.schema([("customer_id", pa.int64()), *((name, pa.string()) for name in ("purpose", "channel", "status"))]),
    )
    facts = Facts(pa.table(columns), outcomes, said, named, dict.fromkeys(WAYS, 0.5))
    used = tuple(_padded(one, len(resources)) for one in actions)
    return offer_of(facts, Library(used, tuple(resources)), run_id=1, as_of=AS_OF)


def _padded(one: ActionSpec, resources: int) -> ActionSpec:
    """Using nothing of the resources that it does not name."""
    uses = (*one.terms.uses, *(0.0,) * resources)[:resources]
    return replace(one, terms=replace(one.terms, uses=uses))
