"""Reads of customer cards, one indexed row each, and of saved views."""

from typing import Any

from django.db import connection
from django.db.models import Q

from carteira.accounts.access import Access
from carteira.accounts.choices import Permission
from carteira.accounts.queries import with_parents
from carteira.differentiate.choices import Audience
from carteira.differentiate.models import CustomerCard, FirstView, SavedView


def card_of(customer_id: int, slot: int) -> CustomerCard | None:
    """The card of a customer in a slot, or None."""
    return CustomerCard.objects.filter(slot=slot, customer_id=customer_id).first()


def card_row(customer_id: int, slot: int) -> dict[str, Any] | None:
    """The same by name of column. Read without models, for which a page would wait ten times as long."""
    sql = f"SELECT * FROM {CustomerCard._meta.db_table} WHERE slot = %s AND customer_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, (slot, customer_id))
        row = cursor.fetchone()
        return dict(zip((column[0] for column in cursor.description), row, strict=True)) if row else None


def count_cards(slot: int) -> int:
    return CustomerCard.objects.filter(slot=slot).count()


def saved_views(access: Access, list_name: str) -> list[SavedView]:
    """The views of a list that this person may see: the own ones, then those shared with one of the teams around this
    person (the own, those below, those above) or with everybody. By name."""
    mine = Q(owner_id=access.user_id)
    shared = Q(audience=Audience.EVERYBODY) | Q(audience=Audience.TEAM, team_id__in=with_parents(access.teams))
    found = SavedView.objects.filter(mine | shared, list_name=list_name, removed_at=None).select_related(
        "owner", "team"
    )
    return sorted(found, key=lambda view: (view.owner_id != access.user_id, view.name.casefold(), view.pk))


def first_view(access: Access, list_name: str) -> str:
    """The view with which the list opens for this person; "" where none was chosen."""
    found = FirstView.objects.filter(list_name=list_name, owner_id=access.user_id).values_list("view", flat=True)
    return found.first() or ""


def may_change(access: Access, view: SavedView) -> bool:
    """Whether this person may rename, share, change and remove the view: its owner, or, of a
    shared one, who manages settings."""
    shared = view.audience != Audience.ME
    return view.owner_id == access.user_id or (shared and access.may(Permission.MANAGE_SETTINGS))
