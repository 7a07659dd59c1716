"""Keeping what customers answer, and withdrawing it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from carteira.accounts import audit
from carteira.accounts.access import Access
from carteira.differentiate.declared.actions.reached import customer_to_edit
from carteira.differentiate.declared.queries import answers_of
from carteira.differentiate.models import Answer
from carteira.errors import CarteiraError

LONGEST = 100


@transaction.atomic
def keep_answer(
    access: Access, by: Any, customer_id: int, records: Sequence[tuple[str, str]], question: str, answer: str
) -> Answer:
    """Keeps what the customer answered just now. `records`: its source records, as pairs of source and id.

    Raises `bad_answer`, and as `customer_to_edit`.
    """
    customer = customer_to_edit(access, customer_id)
    for text in (question, answer):
        if not (0 < len(text) <= LONGEST and text.isprintable() and text.strip()):
            raise CarteiraError("bad_answer", longest=LONGEST)
    kept = Answer.objects.create(
        customer_id=customer.pk,
        records=[list(record) for record in records],
        question=question,
        answer=answer,
        at=timezone.now(),
        asked_by_id=getattr(by, "pk", None),
    )
    audit.record(by, "answer_kept", customer=customer.pk, answer=kept.pk)
    return kept


@transaction.atomic
def withdraw_answer(access: Access, by: Any, customer_id: int, answer_id: int) -> Answer:
    """Takes an answer back: the one before it stands again, and the figures follow with the next run.

    Raises `not_found`, and as `customer_to_edit`.
    """
    customer = customer_to_edit(access, customer_id)
    kept = answers_of(customer.pk).filter(pk=answer_id).select_for_update().first()
    if kept is None:
        raise CarteiraError("not_found")
    kept.withdrawn_at = timezone.now()
    kept.save(update_fields=["withdrawn_at"])
    audit.record(by, "answer_withdrawn", customer=customer.pk, answer=kept.pk)
    return kept
