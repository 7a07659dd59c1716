"""Reads of what people declared."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from carteira.accounts.access import Access
from carteira.differentiate.models import StrategicReason
from carteira.identify.queries import absorbed_by, owners_of, survivors_of


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
