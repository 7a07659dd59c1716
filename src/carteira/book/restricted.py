"""What of a run's tables somebody may see: rows by reach, columns by permission and field rule.

The one place where the rule of `accounts.access` is laid over computed tables. Whatever a page, command or program
asks of the views, it cannot sort, filter, group or search by what they do not show. Rows that are opened by customer
are shown as the views would show them.
"""

import hashlib
from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from carteira.accounts.access import Access, Reach
from carteira.accounts.choices import FieldRule, Permission
from carteira.identify.personal import FIELDS, MASKS

WHOLE = "whole"
"""The schema of the tables as they are."""

MARGINS = frozenset(
    """product_cost gross_margin margin visits calls messages cases treatments activities orders financing bad_debt
    cost_to_serve profit previous_profit profit_total unit_cost cost_basis unknown_cost_revenue assumed_cost_revenue
    loss_cause margin_basis loss_amount potential_way way discounts_gain visits_gain activities_gain
    late_payment_gain peers_gain wallet_gain winning_gain late_payment expected_margin losing_now reason_arguments
    margin_ahead action_gain
    floor_price target_price cost_to_serve_share kept_low kept kept_high known_revenue
    contribution contribution_squares contribution_by_days_ago service_cost service_cost_per_year financing_previous
    financing_year financing_total bad_debt_previous bad_debt_total""".split()
)
"""Columns of any table that tell margins or costs."""
REASONED = ("customer_card", "customer_list", "customer_category")
"""Tables whose column `reason` tells them too."""
COST_TABLES = frozenset({
    "charges", "rates", "bad_debt_ageing", "profit_reconciliation", "category_inputs",
    "potential_inputs", "product_facts", "model_diagnostics", "action_inputs", "action_options", "plan_terms",
    "price_products", "remedy_inputs", "customer_remedy",
})  # fmt: skip
"""Tables that are about margins and costs as a whole."""
COSTLY_EVENTS = ("cost", "treatment", "case")
"""Kinds of events whose amount is a cost."""
WHOLE_COMPANY = frozenset({"periods", "price_corridors", "price_elasticity", "price_win_rates"})
"""Tables without customers that everybody may see."""
WORKING = ("key_", "clean_")
"""How the columns begin that matching works with: copies of personal data."""
OVERLAID = ("customer_card", "customer_list", "customer_golden")
"""Tables that show the owner and team assigned here instead of the files'."""
NAMES = frozenset({"name", "given_name", "family_name", "folded_name"})


def with_assigned_owners(name: str) -> str:
    """The SELECT of a table of OVERLAID, over what the run computed and the rows of `assigned`."""
    return (
        f"SELECT t.* REPLACE (CASE WHEN a.customer_id IS NULL THEN t.owner ELSE a.owner END AS owner, "
        f"CASE WHEN a.customer_id IS NULL THEN t.team ELSE a.team END AS team) "
        f'FROM {WHOLE}."computed_{name}" AS t LEFT JOIN {WHOLE}.assigned AS a ON a.customer_id = t.customer_id'
    )


def rows_reach(access: Access) -> Reach:
    """Whose rows the views hold: who may see totals only sees them over everybody."""
    return Reach(everything=True) if access.aggregates_only else access.reach("customers", "read")


def secret_fields(access: Access) -> frozenset[str]:
    """The personal fields that the access sees masked or not at all."""
    return frozenset(name for name in FIELDS if access.rule("customers", name) in (FieldRule.HIDDEN, FieldRule.MASKED))


def card_seen(access: Access, card: Mapping[str, Any]) -> dict[str, Any]:
    """A card as the access sees it: what its view of `customer_card` holds."""
    if access.may(Permission.SEE_MARGINS):
        return dict(card)
    return {name: None if _tells_margins("customer_card", name) else value for name, value in card.items()}


def rows_seen(access: Access, table: str, rows: pa.Table) -> pa.Table:
    """Rows of a table that are within reach as the access sees them: what its view of the table holds."""
    if _unlimited(access):
        return rows
    if table in COST_TABLES and not access.may(Permission.SEE_MARGINS):
        return rows.slice(0, 0)
    kept = [name for name in rows.column_names if _kept(name)]
    return pa.table({name: _values_seen(access, table, name, rows) for name in kept})


def schema_of(access: Access) -> str:
    """The name of the schema that holds the access's views: the same for everybody who may see the same."""
    if _unlimited(access):
        return WHOLE
    rules = sorted((name, str(access.rule("customers", name))) for name in FIELDS)
    seen = (rows_reach(access).sql(), access.aggregates_only, rules, access.may(Permission.SEE_MARGINS))
    return f"seen_{hashlib.sha256(repr(seen).encode()).hexdigest()[:20]}"


def _unlimited(access: Access) -> bool:
    everybody = access.reach("customers", "read").everything
    return everybody and access.may(Permission.SEE_MARGINS) and not secret_fields(access)


def views(access: Access, tables: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The SELECT of each view that the access has, over the tables of the schema WHOLE.

    `tables`: the columns of each table, name and SQL type. A table that is not among the views cannot be seen.
    """
    found: dict[str, str] = {}
    for name, columns in tables.items():
        rows = _rows(access, name, columns)
        if rows:
            shown = [_column(access, name, column, sql_type) for column, sql_type in columns.items() if _kept(column)]
            found[name] = f'SELECT {", ".join(shown)} FROM {WHOLE}."{name}" AS t WHERE {rows}'
    return found


class _Seen(Enum):
    WHOLE = auto()
    WITHOUT_COSTS = auto()
    MASKED = auto()
    NOT = auto()


def _rows(access: Access, name: str, columns: Mapping[str, str]) -> str:
    """The condition on a table's rows; "" where the table is not for this access."""
    if name in COST_TABLES and not access.may(Permission.SEE_MARGINS):
        return ""
    reach = rows_reach(access)
    if name in WHOLE_COMPANY:
        return "TRUE"
    visible = f"customer_id IN (SELECT customer_id FROM {WHOLE}.ownership WHERE {reach.sql()})"
    if "customer_id" in columns:
        mine = f"t.{visible}"
    elif {"source", "source_id"} <= columns.keys():
        linked = f"SELECT 1 FROM {WHOLE}.customer_links AS l WHERE l.source = t.source AND l.source_id = t.source_id"
        mine = f"EXISTS ({linked} AND l.{visible})"
    elif not reach.everything:
        return ""
    conditions = [] if reach.everything else [mine]
    if name == "search_terms" and (secret := secret_fields(access)):
        conditions.append(f"t.kind NOT IN ({', '.join(repr(field) for field in sorted(secret))})")
    return " AND ".join(conditions) or "TRUE"


def _tells_margins(table: str, column: str) -> bool:
    return column in MARGINS or (column == "reason" and table in REASONED)


def _kept(column: str) -> bool:
    return not column.startswith(WORKING)


def _how_seen(access: Access, table: str, column: str, *, is_text: bool) -> _Seen:
    """The one decision about a column."""
    margins = access.may(Permission.SEE_MARGINS)
    if _tells_margins(table, column) and not margins:
        return _Seen.NOT
    if table == "timeline" and column == "amount" and not margins:
        return _Seen.WITHOUT_COSTS
    if access.aggregates_only and column in (*FIELDS, *NAMES):
        return _Seen.NOT
    rule = access.rule("customers", column) if column in FIELDS else None
    if rule not in (FieldRule.HIDDEN, FieldRule.MASKED):
        return _Seen.WHOLE
    return _Seen.MASKED if rule == FieldRule.MASKED and column in MASKS and is_text else _Seen.NOT


def _column(access: Access, table: str, column: str, sql_type: str) -> str:
    """The column in a view; what is hidden is unknown, of the same type."""
    seen = _how_seen(access, table, column, is_text=sql_type == "VARCHAR")
    if seen is _Seen.WHOLE:
        return f't."{column}"'
    if seen is _Seen.WITHOUT_COSTS:
        return f"CASE WHEN kind IN {COSTLY_EVENTS} THEN NULL ELSE amount END AS amount"
    if seen is _Seen.MASKED:
        return f'{MASKS[column].sql.format(f"t.{column}")} AS "{column}"'
    return f'CAST(NULL AS {sql_type}) AS "{column}"'


def _values_seen(access: Access, table: str, column: str, rows: pa.Table) -> pa.ChunkedArray | pa.Array:
    """The column of rows at hand, as `_column` would give it."""
    values = rows[column]
    seen = _how_seen(access, table, column, is_text=pa.types.is_string(values.type))
    if seen is _Seen.WHOLE:
        return values
    if seen is _Seen.WITHOUT_COSTS:
        return pc.if_else(pc.is_in(rows["kind"], value_set=pa.array(COSTLY_EVENTS)), None, values)
    if seen is _Seen.MASKED:
        texts = values.to_pylist()
        return pa.array([None if text is None else MASKS[column].of(text) for text in texts], values.type)
    return pa.nulls(len(values), values.type)
