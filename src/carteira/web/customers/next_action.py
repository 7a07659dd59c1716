"""What a customer gets this week and why, as its page shows it."""

from collections.abc import Mapping
from typing import Any

from carteira.book.queries import PublishedTables
from carteira.customize import queries
from carteira.customize.plan_page import decision_of
from carteira.web.plan.page import DecisionRow, decision_row
from carteira.web.plan.words import Names


def next_action(book: PublishedTables, card: Mapping[str, Any]) -> DecisionRow | None:
    """The decision of the plan for the customer; None where the run has no plan."""
    options = book.options
    if options is None or not options.actions:
        return None
    row = decision_of(book, card["customer_id"])
    if row is None:
        return None
    shown = {**row, **{name: card[name] for name in ("name", "category", "city", "need")}}
    change = queries.change_for(book.run.id, card["customer_id"])
    return decision_row(shown, Names.of(options), book.run.currency, change)
