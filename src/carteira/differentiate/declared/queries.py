"""Reads of what people declared."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.db.models import Q, QuerySet
from django.utils import timezone

from carteira.accounts.access import Access
from carteira.differentiate.declared.target import Target, from_json
from carteira.differentiate.models import Answer, StrategicReason, TargetPortfolio
from carteira.identify.queries import absorbed_by, owners_of, survivors_of
from carteira.warehouse.facts import FACTS

MICROSECOND = timedelta(microseconds=1)


def may_declare(access: Access, customer_id: int) -> bool:
    """Whether this person may declare something of the customer."""
    owners = owners_of([customer_id])
    return customer_id in owners and access.reach("customers", "edit").holds(*owners[customer_id])


def strategic_reasons(customer_id: int, *, ended: bool = False) -> QuerySet[StrategicReason]:
    """The reasons for which a customer is kept, those that last longest first: its own and those of customers that were
    merged into it. `ended`: also those that somebody ended."""
    found = StrategicReason.objects.filter(customer_id__in=[customer_id, *absorbed_by(customer_id)])
    found = found.select_related("owner").order_by("-until", "id")
    return found if ended else found.filter(ended_at=None)


def live_reasons(customers: Iterable[int] | None = None) -> dict[int, list[StrategicReason]]:
    """The reasons that hold today by customer; of these customers, or of all."""
    today: date = timezone.localdate()
    found = (
        StrategicReason.objects.filter(ended_at=None, until__gte=today).select_related("owner").order_by("-until", "id")
    )
    if customers is not None:
        wanted = list(customers)
        found = found.filter(Q(customer_id__in=wanted) | Q(customer__merged_into__isnull=False))
    reasons = list(found)
    survivors = survivors_of({reason.customer_id for reason in reasons})
    by_customer: dict[int, list[StrategicReason]] = {}
    for reason in reasons:
        by_customer.setdefault(survivors[reason.customer_id], []).append(reason)
    return by_customer if customers is None else {each: by_customer[each] for each in wanted if each in by_customer}


def answers_of(customer_id: int) -> QuerySet[Answer]:
    """What a customer answered here, the last first: itself, and customers that were merged into it."""
    found = Answer.objects.filter(customer_id__in=[customer_id, *absorbed_by(customer_id)], withdrawn_at=None)
    return found.order_by("-at", "-id")


def answered_customers(question: str) -> set[int]:
    """The customers that answered the question here."""
    found = Answer.objects.filter(question=question, withdrawn_at=None).values_list("customer_id", flat=True).distinct()
    return set(survivors_of(found).values())


def answers_changed_since(moment: datetime) -> bool:
    """Whether an answer was kept or withdrawn at that moment or later."""
    return Answer.objects.filter(Q(at__gte=moment) | Q(withdrawn_at__gte=moment)).exists()


def answer_facts(as_of: date, zone: ZoneInfo, *, every: bool) -> pa.Table:
    """The answers given here as rows of the canonical table `answers`, once for each source record of the customer.

    Their moments are in the zone. Those from the day `as_of` on are left out; with `every` they count as given at the
    end of the day before, in their order: a run that looks at no day of anybody's choice knows all that is known.
    """
    end = datetime.combine(as_of, time())
    rows = []
    for given in Answer.objects.filter(withdrawn_at=None).order_by("-at", "-id").iterator(chunk_size=2000):
        moment = given.at.astimezone(zone).replace(tzinfo=None)
        if moment >= end and not every:
            continue
        end = moment = min(moment, end - MICROSECOND)
        rows += [
            {"source": source, "customer": record, "question": given.question, "answer": given.answer, "at": moment}
            for source, record in given.records
        ]
    return pa.Table.from_pylist(rows, FACTS["answers"].schema)


def target_in_force() -> TargetPortfolio | None:
    """The portfolio that the company wants now; None where nobody has said."""
    return TargetPortfolio.objects.filter(taken_back_at=None).select_related("set_by").order_by("-id").first()


def target_of(kept: TargetPortfolio | None) -> Target:
    """What it says; nothing where there is none."""
    if kept is None:
        return Target()
    return from_json({"shares": kept.shares, "acceptance": kept.acceptance, "leaving": kept.leaving})
