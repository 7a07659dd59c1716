"""Publishing a run: cards are written to the spare slot, then one transaction shows run and cards together."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from carteira.book.choices import RunState
from carteira.book.computation import Computation
from carteira.book.models import Run
from carteira.book.owners import follow_owners
from carteira.differentiate.actions import CHUNK, card_columns, write_cards
from carteira.identify.actions import point_at_survivors, register_customers
from carteira.identify.queries import merged_customers, newest_customer_id
from carteira.jobs.progress import Progress

MERGED = """
    WITH moved AS (
        SELECT before.customer_id AS gone, now.customer_id AS survivor, COUNT(*) AS records
        FROM previous_link_history AS before
        JOIN customer_links AS now ON now.source = before.source AND now.source_id = before.source_id
        WHERE before.customer_id NOT IN (SELECT customer_id FROM customer_golden)
        GROUP BY before.customer_id, now.customer_id
    )
    SELECT gone, MAX_BY(survivor, records) AS survivor FROM moved GROUP BY gone
"""


def publish(computation: Computation, run: Run, progress: Progress, together: Callable[[int], None] | None) -> None:
    """Registers new customers, writes every card of the run to its slot, then makes the run the one that is read.

    A registered customer without a card harms no reader, and nobody reads the slot, so only the last step is seen.
    """
    engine = computation.engine
    new = f"SELECT customer_id FROM customer_golden WHERE customer_id > {newest_customer_id()} ORDER BY customer_id"
    register_customers(engine.batches(new, CHUNK))
    total = engine.query("SELECT count(*) AS rows FROM customer_card")["rows"][0].as_py()
    columns = ", ".join(f'"{name}"' for name in card_columns())
    cards = engine.batches(f"SELECT {columns} FROM customer_card ORDER BY customer_id", CHUNK)
    write_cards(run.card_slot, cards, lambda count: progress("publishing", count, total))
    follow_owners(engine)
    merged, present = _merged(computation), _present_again(computation)
    with transaction.atomic():
        point_at_survivors(merged, present)
        run.state, run.finished_at = RunState.PUBLISHED, timezone.now()
        run.manifest = computation.manifest
        run.save(update_fields=("state", "finished_at", "manifest"))
        if together is not None:
            together(run.id)


def _merged(computation: Computation) -> list[tuple[int, int]]:
    if not computation.has_previous("link_history"):
        return []
    return [(row["gone"], row["survivor"]) for row in computation.engine.query(MERGED).to_pylist()]


def _present_again(computation: Computation) -> list[int]:
    ids = merged_customers()
    if not ids:
        return []
    marks = ", ".join("?" * len(ids))
    found = computation.engine.query(f"SELECT customer_id FROM customer_golden WHERE customer_id IN ({marks})", ids)
    return list(found["customer_id"].to_pylist())
