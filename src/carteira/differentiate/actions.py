"""Writing customer cards: whole slots, in short transactions, while readers look at the other slot. And keeping the
views of lists that people save."""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pyarrow as pa
from django.db import connection, transaction
from django.utils import timezone

from carteira.accounts.access import Access
from carteira.differentiate.choices import Audience
from carteira.differentiate.models import CustomerCard, FirstView, SavedView
from carteira.differentiate.queries import may_change, saved_views
from carteira.differentiate.ready_views import READY_VIEWS
from carteira.differentiate.selection_parts import Parts
from carteira.errors import CarteiraError

CHUNK = 20_000
LONGEST_NAME = 60
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
MOST_VIEWS = 100
"""Of one person in one list."""
FORGOTTEN = timedelta(days=7)
"""After this long a removed view cannot be brought back."""


def card_columns() -> list[str]:
    """The columns that a card takes over from the table `customer_card`."""
    return [field.attname for field in CustomerCard._meta.concrete_fields if field.attname != "slot"]


def write_cards(slot: int, batches: Iterable[pa.RecordBatch], written: Callable[[int], None]) -> None:
    """Makes the batches (columns as `card_columns`) the whole content of a slot that nobody reads."""
    clear_slot(slot)
    insert = _copy_cards if connection.vendor == "postgresql" else _insert_cards
    count = 0
    for batch in batches:
        insert(slot, batch)
        count += batch.num_rows
        written(count)


def clear_slot(slot: int) -> None:
    """Removes the cards of a slot, chunk by chunk."""
    delete = f"DELETE FROM {CustomerCard._meta.db_table} WHERE slot = %s AND customer_id <= %s"
    while True:
        ids = CustomerCard.objects.filter(slot=slot).order_by("customer_id").values_list("customer_id", flat=True)
        last = list(ids[CHUNK - 1 : CHUNK]) or list(ids.reverse()[:1])
        if not last:
            return
        with connection.cursor() as cursor:
            cursor.execute(delete, [slot, last[0]])


def _columns(batch: pa.RecordBatch) -> str:
    return ", ".join(connection.ops.quote_name(name) for name in ("slot", *batch.schema.names))


def _rows(slot: int, batch: pa.RecordBatch) -> Iterable[tuple[Any, ...]]:
    columns = [column.to_pylist() for column in batch.columns]
    return zip([slot] * batch.num_rows, *columns, strict=True)


def _insert_cards(slot: int, batch: pa.RecordBatch) -> None:
    values = ", ".join(["%s"] * (batch.num_columns + 1))
    insert = f"INSERT INTO {CustomerCard._meta.db_table} ({_columns(batch)}) VALUES ({values})"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(insert, list(_rows(slot, batch)))


def _copy_cards(slot: int, batch: pa.RecordBatch) -> None:
    statement = f"COPY {CustomerCard._meta.db_table} ({_columns(batch)}) FROM STDIN"
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in _rows(slot, batch):
            copy.write_row(row)


def save_view(access: Access, list_name: str, name: str, parts: Parts, audience: str, team: int | None) -> SavedView:
    """A new view of this person. `audience` is one of Audience, `team` one of the person's teams or below, where it is
    for a team. Raises `not_allowed` for nobody in person, `bad_view_name`, `bad_audience`, `too_many_views`."""
    if access.user_id is None:
        raise CarteiraError("not_allowed", hint="ask_your_administrator")
    if SavedView.objects.filter(list_name=list_name, owner_id=access.user_id, removed_at=None).count() >= MOST_VIEWS:
        raise CarteiraError("too_many_views", hint="remove_a_view", most=MOST_VIEWS)
    shared = _shared(access, audience, team)
    return SavedView.objects.create(
        list_name=list_name, name=_name(name), owner_id=access.user_id, parts=[list(part) for part in parts], **shared
    )


def change_view(access: Access, list_name: str, view_id: int, **changes: Any) -> SavedView:
    """Changes name, parts, or audience and team of a view. Raises `unknown_view`, `not_allowed`, and as `save_view`."""
    view = changeable_view(access, list_name, view_id)
    if "name" in changes:
        view.name = _name(changes["name"])
    if "parts" in changes:
        view.parts = [list(part) for part in changes["parts"]]
    if "audience" in changes:
        shared = _shared(access, changes["audience"], changes.get("team"))
        view.audience, view.team_id = shared["audience"], shared["team_id"]
    view.save()
    return view


def remove_view(access: Access, list_name: str, view_id: int) -> SavedView:
    """Removes a view; for a while it can be brought back. Raises `unknown_view`, `not_allowed`."""
    now = timezone.now()
    SavedView.objects.filter(removed_at__lt=now - FORGOTTEN).delete()
    view = changeable_view(access, list_name, view_id)
    view.removed_at = now
    view.save(update_fields=["removed_at"])
    return view


def bring_back_view(access: Access, list_name: str, view_id: int) -> SavedView:
    """Undoes a removal. Raises `unknown_view` where it is too late, or the view is somebody else's."""
    view = SavedView.objects.filter(pk=view_id, list_name=list_name).exclude(removed_at=None).first()
    if view is None or not may_change(access, view):
        raise CarteiraError("unknown_view")
    view.removed_at = None
    view.save(update_fields=["removed_at"])
    return view


def open_first(access: Access, list_name: str, view: str) -> None:
    """Makes the list open with that view for this person: a number or a code; "": with every record.

    Raises `unknown_view`.
    """
    known = {*READY_VIEWS, *(str(saved.pk) for saved in saved_views(access, list_name))}
    if not view:
        FirstView.objects.filter(list_name=list_name, owner_id=access.user_id).delete()
    elif view in known:
        FirstView.objects.update_or_create(list_name=list_name, owner_id=access.user_id, defaults={"view": view})
    else:
        raise CarteiraError("unknown_view")


def changeable_view(access: Access, list_name: str, view_id: int) -> SavedView:
    """The view of that number for who may change it. Raises `unknown_view`, `not_allowed`."""
    found = next((view for view in saved_views(access, list_name) if view.pk == view_id), None)
    if found is None:
        raise CarteiraError("unknown_view")
    if not may_change(access, found):
        raise CarteiraError("not_allowed", hint="ask_your_administrator")
    return found


def _name(text: str) -> str:
    """The name on one line, without signs that nobody sees."""
    line = " ".join(text.split())
    name = "".join(letter for letter in line if letter.isprintable())
    if not 0 < len(name) <= LONGEST_NAME or CONTROL.search(line):
        raise CarteiraError("bad_view_name", longest=LONGEST_NAME)
    return name


def _shared(access: Access, audience: str, team: int | None) -> dict[str, Any]:
    if audience not in Audience.values or (audience == Audience.TEAM and team not in access.teams):
        raise CarteiraError("bad_audience")
    return {"audience": audience, "team_id": team if audience == Audience.TEAM else None}
