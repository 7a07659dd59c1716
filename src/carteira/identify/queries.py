"""Reads of the register of customers."""

from django.db.models import Max

from carteira.identify.models import Customer


def newest_customer_id() -> int:
    """The highest customer id ever registered, 0 where there is none."""
    return Customer.objects.aggregate(newest=Max("id"))["newest"] or 0


def merged_customers() -> list[int]:
    """The customers that were merged into others."""
    return list(Customer.objects.filter(merged_into__isnull=False).values_list("id", flat=True))


def survivor_of(customer_id: int) -> int | None:
    """The customer that this one was merged into, in the end; None where it was not merged or is unknown."""
    seen = {customer_id}
    current = Customer.objects.filter(id=customer_id).values_list("merged_into_id", flat=True).first()
    survivor = None
    while current is not None and current not in seen:
        seen.add(current)
        survivor = current
        current = Customer.objects.filter(id=current).values_list("merged_into_id", flat=True).first()
    return survivor
