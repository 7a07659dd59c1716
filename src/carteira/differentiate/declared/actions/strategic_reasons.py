"""Declaring why a customer is kept beyond money, changing and ending that, and the way back from each."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from carteira.accounts import audit
from carteira.accounts.access import Access
from carteira.accounts.queries import people_of
from carteira.differentiate.choices import StrategicKind
from carteira.differentiate.declared.actions.reached import customer_to_edit
from carteira.differentiate.declared.queries import strategic_reasons
from carteira.differentiate.models import StrategicReason
from carteira.errors import CarteiraError

LONGEST = 500
MOST = 10**15
"""Minor units of a ceiling."""


@dataclass(frozen=True)
class Declaration:
    """What is declared: one of StrategicKind, the number of the person who answers for it, the reason in words, its
    last day, and what it may cost a year in minor units."""

    kind: str
    owner_id: int
    words: str
    until: date
    ceiling: int


@transaction.atomic
def declare_reason(access: Access, by: Any, customer_id: int, given: Declaration) -> StrategicReason:
    """A new reason for the customer. Raises `bad_strategic_reason`, `no_such_person`, and as `customer_to_edit`."""
    customer = customer_to_edit(access, customer_id)
    _check(given)
    reason = StrategicReason.objects.create(customer_id=customer.pk, **asdict(given))
    _tell(by, "strategic_reason_declared", reason)
    return reason


@transaction.atomic
def change_reason(access: Access, by: Any, customer_id: int, reason_id: int, given: Declaration) -> StrategicReason:
    """Says the reason anew. Raises as `declare_reason` and `held_reason`."""
    reason = held_reason(access, customer_id, reason_id)
    _check(given)
    reason.former = _said(reason)
    for name, value in asdict(given).items():
        setattr(reason, name, value)
    reason.save()
    _tell(by, "strategic_reason_changed", reason)
    return reason


@transaction.atomic
def end_reason(access: Access, by: Any, customer_id: int, reason_id: int) -> StrategicReason:
    """Ends the reason before its day. Raises as `held_reason`."""
    return _end(by, held_reason(access, customer_id, reason_id))


@transaction.atomic
def undo_reason(access: Access, by: Any, customer_id: int, reason_id: int, done: str) -> StrategicReason:
    """Takes back what was `done` last: declared, changed or ended. Raises `nothing_to_undo` where that is no longer
    how the reason stands, and as `customer_to_edit`."""
    customer = customer_to_edit(access, customer_id)
    reason = strategic_reasons(customer.pk, ended=True).filter(pk=reason_id).select_for_update(of=("self",)).first()
    if reason is None or (reason.ended_at is not None) != (done == "ended"):
        raise CarteiraError("nothing_to_undo")
    if done == "declared" and reason.former is None:
        return _end(by, reason)
    if done == "ended":
        reason.ended_at = None
    elif done == "changed" and reason.former is not None:
        for name, value in reason.former.items():
            setattr(reason, name, date.fromisoformat(value) if name == "until" else value)
        reason.former = None
    else:
        raise CarteiraError("nothing_to_undo")
    reason.save()
    _tell(by, "strategic_reason_put_back", reason)
    return reason


def held_reason(access: Access, customer_id: int, reason_id: int) -> StrategicReason:
    """The customer's reason of that number, held until the transaction ends. Raises `not_found`, and as
    `customer_to_edit`."""
    customer = customer_to_edit(access, customer_id)
    found = strategic_reasons(customer.pk).filter(pk=reason_id).select_for_update(of=("self",)).first()
    if found is None:
        raise CarteiraError("not_found")
    return found


def _check(given: Declaration) -> None:
    fits = {
        "strategic_kind": given.kind in StrategicKind.values,
        "strategic_words": 0 < len(given.words) <= LONGEST and given.words.isprintable() and bool(given.words.strip()),
        "strategic_until": given.until >= timezone.localdate(),
        "strategic_ceiling": 0 <= given.ceiling <= MOST,
    }
    for hint, good in fits.items():
        if not good:
            raise CarteiraError("bad_strategic_reason", hint=hint, longest=LONGEST)
    if given.owner_id not in people_of(None):
        raise CarteiraError("no_such_person", number=given.owner_id)


def _end(by: Any, reason: StrategicReason) -> StrategicReason:
    reason.ended_at = timezone.now()
    reason.save(update_fields=["ended_at"])
    _tell(by, "strategic_reason_ended", reason)
    return reason


def _said(reason: StrategicReason) -> dict[str, Any]:
    """What the reason says, as JSON has it."""
    return {
        "kind": reason.kind,
        "owner_id": reason.owner_id,
        "words": reason.words,
        "until": reason.until.isoformat(),
        "ceiling": reason.ceiling,
    }


def _tell(by: Any, action: str, reason: StrategicReason) -> None:
    """Tells the trail, which holds no free text."""
    said = {name: value for name, value in _said(reason).items() if name not in ("words", "kind", "owner_id")}
    audit.record(
        by, action, customer=reason.customer_id, reason=reason.pk, strategic=reason.kind, owner=reason.owner_id, **said
    )
