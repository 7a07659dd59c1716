"""Everything that the computed tables say about one customer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

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
ORDERS = "source order_id ordered_on lines revenue margin channel seller has_return".split()
EVENTS = "at kind reference amount minutes text value".split()
RECORDS = "source source_id probability reason name tax_id email phone".split()


def card(tables: Tables, customer_id: int) -> dict[str, Any] | None:
    """The customer's card, None for an unknown customer."""
    found = tables.rows("SELECT * FROM customer_card WHERE customer_id = ?", [customer_id])
    return found[0] if found else None


def golden_record(tables: Tables, customer_id: int) -> dict[str, Any] | None:
    """The golden record with the source of each field in `<field>_source`."""
    found = tables.of_customers("customer_golden", [customer_id]).to_pylist()
    return dict(found[0]) if found else None


def source_records(tables: Tables, customer_id: int) -> list[dict[str, Any]]:
    """The records that were found to be this customer, the surest first: source, source_id, probability, reason, and
    what each calls it (name, tax_id, email, phone)."""
    return list(tables.of_customers("customer_records", [customer_id]).select(RECORDS).to_pylist())


def group_of(tables: Tables, customer_id: int, parent_id: int | None) -> list[dict[str, Any]]:
    """The customers around this one in its group, the parent first: customer_id, name, category, is_parent; the most
    valuable GROUP_ROWS of them."""
    if not parent_id and not tables.of_customers("customer_members", [customer_id]).num_rows:
        return []
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
    return _page(tables.of_customers("customer_orders", [customer_id]).select(ORDERS), ORDER_ROWS, page)


def order_count(tables: Tables, customer_id: int) -> int:
    """How many completed orders the customer ever placed."""
    return int(tables.of_customers("customer_orders", [customer_id]).num_rows)


def story_counts(tables: Tables, customer_id: int) -> dict[str, int]:
    """The number of events by group of STORY; groups without events are left out."""
    return _by_group(Counter(tables.of_customers("timeline", [customer_id])["kind"].to_pylist()))


def counted(events: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """The same for a story that is at hand whole."""
    return _by_group(Counter(row["kind"] for row in events))


def story(tables: Tables, customer_id: int, group: str = "", page: int = 1) -> tuple[list[dict[str, Any]], bool]:
    """One page of the timeline, newest first, and whether more follows; of one group of STORY, or everything."""
    events = tables.of_customers("timeline", [customer_id]).select(EVENTS)
    if group:
        events = events.filter(pc.is_in(events["kind"], value_set=pa.array(STORY[group])))
    return _page(events, STORY_ROWS, page)


def _page(found: pa.Table, size: int, page: int) -> tuple[list[dict[str, Any]], bool]:
    """The rows of a page, and whether more follow."""
    rows = list(found.slice((max(page, 1) - 1) * size, size + 1).to_pylist())
    return rows[:size], len(rows) > size


def _by_group(events: Mapping[str, int]) -> dict[str, int]:
    counts = {group: sum(events.get(kind, 0) for kind in kinds) for group, kinds in STORY.items()}
    return {group: count for group, count in counts.items() if count}
