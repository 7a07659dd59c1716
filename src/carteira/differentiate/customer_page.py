"""Everything that the computed tables say about one customer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from carteira.differentiate.tables import Tables

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
MANY = 200
"""Rows of one customer that are too many to be sorted here."""


class _Kept(NamedTuple):
    """What the page shows of a table: its columns, its order (each column and whether it descends), rows at a time."""

    table: str
    columns: str
    order: tuple[tuple[str, bool], ...]
    size: int


ORDERS = _Kept(
    "customer_orders",
    "source, order_id, ordered_on, lines, revenue, margin, channel, seller, has_return",
    (("ordered_on", True), ("source", False), ("order_id", True)),
    ORDER_ROWS,
)
EVENTS = _Kept(
    "timeline",
    '"at", kind, reference, amount, minutes, text, value',
    (("at", True), ("kind", False), ("reference", False)),
    STORY_ROWS,
)


def card(tables: Tables, customer_id: int) -> dict[str, Any] | None:
    """The customer's card, None for an unknown customer."""
    return _one(tables, "SELECT * FROM customer_card WHERE customer_id = ?", customer_id)


def golden_record(tables: Tables, customer_id: int) -> dict[str, Any] | None:
    """The golden record with the source of each field in `<field>_source`."""
    return _one(tables, "SELECT * FROM customer_golden WHERE customer_id = ?", customer_id)


def source_records(tables: Tables, customer_id: int) -> list[dict[str, Any]]:
    """The records that were found to be this customer, the surest first: source, source_id, probability, reason, and
    what each calls it (name, tax_id, email, phone)."""
    found = tables.rows(
        "SELECT source, source_id, probability, reason, name, tax_id, email, phone FROM customer_records "
        "WHERE customer_id = ?",
        [customer_id],
    )
    return sorted(found, key=lambda row: (-row["probability"], row["source"], row["source_id"]))


def group_of(tables: Tables, customer_id: int, parent_id: int | None) -> list[dict[str, Any]]:
    """The customers around this one in its group, the parent first: customer_id, name, category, is_parent; the most
    valuable GROUP_ROWS of them."""
    columns = "customer_id, name, category, lifetime_value"
    above = tables.rows(f"SELECT {columns} FROM customer_names WHERE customer_id = ?", [parent_id]) if parent_id else []
    heads = [customer_id, parent_id] if parent_id else [customer_id]
    marks = ", ".join("?" for _ in heads)
    beside = tables.rows(f"SELECT {columns} FROM customer_names WHERE parent_customer_id IN ({marks})", heads)
    beside.sort(key=lambda row: (-(row["lifetime_value"] or 0), row["customer_id"]))
    members = [(row, True) for row in above]
    members += [(row, False) for row in beside if row["customer_id"] not in (customer_id, parent_id)]
    return [
        {"customer_id": row["customer_id"], "name": row["name"], "category": row["category"], "is_parent": is_parent}
        for row, is_parent in members[:GROUP_ROWS]
    ]


def orders(tables: Tables, customer_id: int, page: int = 1) -> tuple[list[dict[str, Any]], bool]:
    """One page of the customer's completed orders, newest first, and whether more follow.

    Each: source, order_id, ordered_on (its first sale, else its return), lines, revenue and margin in minor units (the
    margin null where the cost of a line is unknown), channel, seller, has_return.
    """
    return _page(tables, ORDERS, customer_id, page)


def order_count(tables: Tables, customer_id: int) -> int:
    """How many completed orders the customer ever placed."""
    found = tables.rows("SELECT COUNT(*) AS orders FROM customer_orders WHERE customer_id = ?", [customer_id])
    return int(found[0]["orders"])


def story_counts(tables: Tables, customer_id: int) -> dict[str, int]:
    """The number of events by group of STORY; groups without events are left out."""
    found = tables.rows(
        "SELECT kind, COUNT(*) AS events FROM timeline WHERE customer_id = ? GROUP BY kind", [customer_id]
    )
    return _by_group({row["kind"]: row["events"] for row in found})


def counted(events: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """The same for a story that is at hand whole."""
    return _by_group(Counter(row["kind"] for row in events))


def story(tables: Tables, customer_id: int, group: str = "", page: int = 1) -> tuple[list[dict[str, Any]], bool]:
    """One page of the timeline, newest first, and whether more follows; of one group of STORY, or everything."""
    return _page(tables, EVENTS, customer_id, page, STORY[group] if group else ())


def _page(
    tables: Tables, kept: _Kept, customer_id: int, page: int, kinds: Sequence[str] = ()
) -> tuple[list[dict[str, Any]], bool]:
    """The rows of a page of what a customer has in a table, and whether more follow.

    A customer's rows are found by the index, unless a further condition or an order stands beside it: few are sorted
    here, and many in a second step.
    """
    first = (max(page, 1) - 1) * kept.size
    mine = f"SELECT {kept.columns} FROM {kept.table} WHERE customer_id = ?"
    found = tables.rows(f"{mine} LIMIT {MANY}", [customer_id])
    if len(found) < MANY:
        rows = _sorted([row for row in found if not kinds or row["kind"] in kinds], kept.order)[first:]
    else:
        condition = f"WHERE kind IN ({', '.join('?' for _ in kinds)}) " if kinds else ""
        order = ", ".join(f'"{name}" {"DESC" if descending else "ASC"} NULLS LAST' for name, descending in kept.order)
        rows = tables.rows(
            f"WITH mine AS MATERIALIZED ({mine}) SELECT * FROM mine {condition}ORDER BY {order} "
            f"LIMIT {kept.size + 1} OFFSET {first:d}",
            [customer_id, *kinds],
        )
    return rows[: kept.size], len(rows) > kept.size


def _sorted(rows: list[dict[str, Any]], order: Sequence[tuple[str, bool]]) -> list[dict[str, Any]]:
    """The rows by several columns, each descending or not, what is unknown last."""
    for name, descending in reversed(order):
        rows.sort(key=lambda row: ((row[name] is None) != descending, row[name]), reverse=descending)
    return rows


def _by_group(events: Mapping[str, int]) -> dict[str, int]:
    counts = {group: sum(events.get(kind, 0) for kind in kinds) for group, kinds in STORY.items()}
    return {group: count for group, count in counts.items() if count}


def _one(tables: Tables, sql: str, customer_id: int) -> dict[str, Any] | None:
    found = tables.rows(sql, [customer_id])
    return found[0] if found else None
