"""What a customer answers here: kept with the source records by which it becomes a fact."""

from typing import TYPE_CHECKING, Any

from carteira.accounts.access import FULL, Access
from carteira.book.queries import tables
from carteira.differentiate import customer_page
from carteira.differentiate.declared.actions.answers import keep_answer
from carteira.identify.queries import survivor_of

if TYPE_CHECKING:
    from carteira.differentiate.models import Answer


def answer(access: Access, user: Any, customer_id: int, question: str, text: str) -> "Answer":
    """Keeps the customer's answer; it counts in the figures from the next run. Raises `not_run_yet`, and as
    `keep_answer`."""
    number = survivor_of(customer_id) or customer_id
    records = customer_page.source_records(tables(FULL), number)
    pairs = [(record["source"], record["source_id"]) for record in records]
    return keep_answer(access, user, number, pairs, question, text)
