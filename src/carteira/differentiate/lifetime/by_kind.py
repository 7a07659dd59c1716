"""Lifetime value kind by kind: companies buy, leave and cost otherwise than persons, so each has its own models."""

import pyarrow as pa
import pyarrow.compute as pc

from carteira.differentiate.lifetime.value import LifetimeResult, customer_lifetime

ENOUGH_REPEATERS = 300
"""Repeat buyers that a kind needs for models of its own: below, four parameters would rest on chance."""
WHOLE_BOOK = "all"


def lifetime_by_kind(
    history: pa.Table, customers: pa.Table, *, discount_rate: float, horizon_years: float
) -> LifetimeResult:
    """As `customer_lifetime`, with a fit of its own for each kind of customer, where every kind can bear one.

    `customers`: customer_id and kind (null is a kind too). The rows come back in the order of `customers`; the
    diagnostics have the column kind, `all` where one fit serves the whole book.
    """
    kinds = customers.set_column(1, "kind", pc.fill_null(customers["kind"], "unknown"))
    known = history.join(kinds, "customer_id", join_type="inner")
    present = pc.unique(known["kind"]).to_pylist()
    repeaters = known.filter(pc.greater(known["repeat_purchases"], 0))["kind"].value_counts().to_pylist()
    enough = {count["values"] for count in repeaters if count["counts"] >= ENOUGH_REPEATERS}
    terms = {"discount_rate": discount_rate, "horizon_years": horizon_years}
    if len(present) < 2 or enough != set(present):
        found = customer_lifetime(history, _ids(customers), **terms)
        return LifetimeResult(found.table, _of_kind(found.diagnostics, WHOLE_BOOK))
    tables, said = [], []
    for kind in sorted(pc.unique(kinds["kind"]).to_pylist()):
        asked = kinds.filter(pc.equal(kinds["kind"], kind))
        found = customer_lifetime(known.filter(pc.equal(known["kind"], kind)), _ids(asked), **terms)
        tables.append(found.table)
        said.append(_of_kind(found.diagnostics, kind))
    together = pa.concat_tables(tables)
    order = pc.index_in(_ids(customers), value_set=_ids(together))
    return LifetimeResult(together.take(order), pa.concat_tables(said))


def _ids(customers: pa.Table) -> pa.Array:
    return customers["customer_id"].combine_chunks()


def _of_kind(diagnostics: pa.Table, kind: str) -> pa.Table:
    return diagnostics.add_column(0, "kind", pa.repeat(kind, diagnostics.num_rows))
