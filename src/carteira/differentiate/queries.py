"""Reads of customer cards: one indexed row."""

from carteira.differentiate.models import CustomerCard


def card_of(customer_id: int, slot: int) -> CustomerCard | None:
    """The card of a customer in a slot, or None."""
    return CustomerCard.objects.filter(slot=slot, customer_id=customer_id).first()


def count_cards(slot: int) -> int:
    return CustomerCard.objects.filter(slot=slot).count()
