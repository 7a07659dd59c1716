"""The canonical tables as they now stand, a page of rows at a time."""

from typing import Any

from carteira.accounts.access import Access
from carteira.book.choices import LoadState
from carteira.book.home import Home
from carteira.book.loading import fact_table
from carteira.book.models import Load
from carteira.book.restricted import WHOLE, schema_of
from carteira.errors import CarteiraError
from carteira.warehouse import storage
from carteira.warehouse.engine import Engine

Place = tuple[int, int]
"""Where a row stands: its load, and its line there."""


def fact_rows(home: Home, name: str, access: Access, after: Place | None, limit: int) -> list[dict[str, Any]]:
    """The first `limit` rows behind the place `after`, in the order of loads and lines: the table's own columns, then
    source, load_id and line. Money in major units.

    Raises `unknown_fact_table`, and `not_allowed` for who may not see every customer, margins and tax ids.
    """
    fact = fact_table(name)
    access.check("customers", "read")
    if schema_of(access) != WHOLE:
        raise CarteiraError("not_allowed", hint="ask_your_administrator")
    loads = list(Load.objects.filter(table=name, state=LoadState.LOADED).order_by("id").values_list("id", "source"))
    columns = ", ".join(f'"{column.name}"' for column in fact.columns)
    load_id, line = after or (0, 0)
    with Engine(scratch=home.scratch) as engine:
        engine.register_facts(fact, storage.open_table(home.facts(name)) if loads else None, loads)
        found = engine.query(
            f'SELECT {columns}, source, load_id, line FROM "{name}" '
            "WHERE load_id > ? OR (load_id = ? AND line > ?) ORDER BY load_id, line LIMIT ?",
            [load_id, load_id, line, limit],
        )
    return found.to_pylist()
