"""Reads of the people who use the book."""

from carteira.accounts.models import User


def users() -> list[User]:
    """Everybody, by name."""
    return list(User.objects.order_by("username"))
