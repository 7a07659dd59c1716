"""Everything that the computed tables say about one customer."""

from collections.abc import Mapping, Sequence
from typing import Any

from carteira.differentiate.listing import Tables

STORY_ROWS = 20
ORDER_ROWS = 8
GROUP_ROWS = 12

STORY: Mapping[str, tuple[str, ...]] = {
    "orders": ("order", "return"),
    "contacts": ("visit", "call", "email", "chat", "message", "letter", "web"),
    "service": ("case", "case_resolved", "survey"),
    "money": ("invoice_late", "cost", "treatment"),
}
"""The kinds of event of a timeline, as people group them."""


def card(tables: Tables, customer_id: int) -> dict[str, Any] | None:
    """The customer's card, None for an unknown customer."""
    return _one(tables, "SELECT * FROM customer_card WHERE customer_id = ?", customer_id)


def golden_record(tables: Tables, customer_id: int) -> dict[str, Any] | None:
    """The golden record with the source of each field in `<field>_source`."""
    return _one(tables, "SELECT * FROM customer_golden WHERE customer_id = ?", customer_id)


def source_records(tables: Tables, customer_id: int) -> list[dict[str, Any]]:
    """The records that were found to be this customer, the surest first: source, source_id, probability, reason, and
    what each calls it (name, tax_id, email, phone)."""
    return tables.query(
        """
        SELECT l.source, l.source_id, l.probability, l.reason, r.name, r.tax_id, r.email, r.phone
        FROM customer_links AS l
        INNER JOIN standard_records AS r ON r.source = l.source AND r.source_id = l.source_id
        WHERE l.customer_id = ?
        ORDER BY l.probability DESC, l.source, l.source_id
        """,
        [customer_id],
    ).to_pylist()


def group_of(tables: Tables, customer_id: int, parent_id: int | None) -> list[dict[str, Any]]:
    """The customers around this one in its group, the parent first: customer_id, name, category, is_parent; the most
    valuable GROUP_ROWS of them."""
    return tables.query(
        f"""
        SELECT customer_id, name, category, COALESCE(customer_id = ?, FALSE) AS is_parent
        FROM customer_card
        WHERE customer_id = ? OR (customer_id <> ? AND parent_customer_id IN (?, ?))
        ORDER BY is_parent DESC, lifetime_value DESC, customer_id
        LIMIT {GROUP_ROWS}
        """,
        [parent_id, parent_id, customer_id, customer_id, parent_id],
    ).to_pylist()


def orders(tables: Tables, customer_id: int, page: int = 1) -> tuple[list[dict[str, Any]], bool]:
    """One page of the customer's completed orders, newest first, and whether more follow.

    Each: source, order_id, ordered_on (its first line), lines, revenue and margin in minor units (the margin null where
    the cost of a line is unknown), channel, seller, has_return.
    """
    found = tables.query(
        f"""
        SELECT
            source, order_id, MIN(ordered_on) AS ordered_on, COUNT(*) AS lines, CAST(SUM(revenue) AS BIGINT) AS revenue,
            CASE
                WHEN COUNT(*) FILTER (cost_basis = 'unknown') = 0 THEN CAST(SUM(revenue - product_cost) AS BIGINT)
            END AS margin,
            MIN(channel) AS channel, MIN(seller) AS seller, BOOL_OR(is_return) AS has_return
        FROM order_lines
        WHERE customer_id = ?
        GROUP BY source, order_id
        ORDER BY ordered_on DESC, source, order_id DESC
        LIMIT {ORDER_ROWS + 1} OFFSET ?
        """,
        [customer_id, (max(page, 1) - 1) * ORDER_ROWS],
    ).to_pylist()
    return found[:ORDER_ROWS], len(found) > ORDER_ROWS


def order_count(tables: Tables, customer_id: int) -> int:
    """How many completed orders the customer ever placed."""
    found = tables.query(
        "SELECT COUNT(DISTINCT (source, order_id)) AS orders FROM order_lines WHERE customer_id = ?", [customer_id]
    )
    return int(found["orders"][0].as_py())


def story_counts(tables: Tables, customer_id: int) -> dict[str, int]:
    """The number of events by group of STORY; groups without events are left out."""
    found = tables.query(
        "SELECT kind, COUNT(*) AS events FROM timeline WHERE customer_id = ? GROUP BY kind", [customer_id]
    )
    events = {row["kind"]: row["events"] for row in found.to_pylist()}
    counts = {group: sum(events.get(kind, 0) for kind in kinds) for group, kinds in STORY.items()}
    return {group: count for group, count in counts.items() if count}


def story(tables: Tables, customer_id: int, group: str = "", page: int = 1) -> tuple[list[dict[str, Any]], bool]:
    """One page of the timeline, newest first, and whether more follows; of one group of STORY, or everything."""
    kinds: Sequence[str] = STORY[group] if group else [kind for kinds in STORY.values() for kind in kinds]
    marks = ", ".join("?" for _ in kinds)
    found = tables.query(
        'SELECT "at", kind, reference, amount, minutes, text, value FROM timeline '
        f"WHERE customer_id = ? AND kind IN ({marks}) "
        f'ORDER BY "at" DESC, kind, reference LIMIT {STORY_ROWS + 1} OFFSET ?',
        [customer_id, *kinds, (max(page, 1) - 1) * STORY_ROWS],
    ).to_pylist()
    return found[:STORY_ROWS], len(found) > STORY_ROWS


def _one(tables: Tables, sql: str, customer_id: int) -> dict[str, Any] | None:
    found = tables.query(sql, [customer_id]).to_pylist()
    return found[0] if found else None
