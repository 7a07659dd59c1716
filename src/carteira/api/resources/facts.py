"""The canonical tables: their columns, their rows as they now stand, and bringing in rows."""

from pathlib import Path
from typing import Annotated

from django.conf import settings
from django.http import HttpResponse
from ninja import Path as InPath
from ninja import Query, Router
from pydantic import BaseModel, Field, StrictFloat, StrictInt, StrictStr, WithJsonSchema

from carteira.api.authentication import ApiRequest
from carteira.api.fields import FURTHER, Given, Limit, Line, example
from carteira.api.idempotency import Keeping, repetition
from carteira.api.operations import Answers, operation
from carteira.api.paging import link_next
from carteira.api.resources.loads import TableName
from carteira.api.values import json_answer, rows_of
from carteira.book.fact_rows import Place, fact_rows
from carteira.book.home import Home
from carteira.book.loading import DEFAULT_SOURCE
from carteira.book.upserting import upsert
from carteira.warehouse.facts import DATE, DECIMAL, FACTS, INTEGER, MOMENT, FactTable
from carteira.warehouse.meanings import TABLES, meaning

router = Router(tags=["facts"])
MOST_ROWS = 10_000
MAX_BYTES = 16 * 2**20
KINDS = {DATE: "day", MOMENT: "moment", DECIMAL: "number", INTEGER: "number"}
InTable = Annotated[TableName, InPath(...)]
CURSOR = r"^[0-9]{1,15}-[0-9]{1,15}$"
Cursor = Annotated[
    str | None,
    WithJsonSchema({"type": "string", "pattern": CURSOR}),
    Query(None, pattern=CURSOR, description=FURTHER),
]
Value = StrictStr | StrictInt | StrictFloat | None
Name = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z_]+$")]
ROWS = {
    "type": "object",
    "properties": {
        "items": {"type": "array", "items": {"type": "object"}},
        "next": {"type": ["string", "null"]},
    },
    "required": ["items", "next"],
    "additionalProperties": False,
}


class ColumnShown(BaseModel):
    """A column of a canonical table. `required`: every row needs a value; `choices`: the values that it may have."""

    name: str
    kind: str
    required: bool
    choices: list[str]
    meaning: str


class FactTableShown(BaseModel):
    """A canonical table. A later row takes the place of the one with the same source and `key`, where there is one."""

    name: str
    meaning: str
    key: str | None
    columns: list[ColumnShown]


class FactTables(BaseModel):
    """Every canonical table."""

    items: list[FactTableShown]


class NewRows(Given):
    """Rows by the names of the table's columns. Days as 2026-01-31, moments as 2026-01-31T10:30:00 (in the book's time
    zone, or with an offset), numbers as numbers or as text with a decimal point."""

    model_config = example(source="shop", rows=[{"source_id": "1", "name": "Livraria Lua", "city": "Recife"}])

    source: Line = DEFAULT_SOURCE
    rows: Annotated[list[dict[Name, Value]], Field(min_length=1, max_length=MOST_ROWS)]


class RowAnswer(BaseModel):
    """What became of a row: accepted, replaced (it took the place of one with the same id) or rejected."""

    state: str
    code: str = ""
    column: str = ""


class Upserted(BaseModel):
    """The load that the rows are now, by which they can be taken back (null where all were rejected), and one answer
    for each row in their order."""

    load_id: int | None
    accepted: int
    rejected: int
    rows: list[RowAnswer]


@operation(router, "GET", "/facts", scope="loads:read", answers=Answers(FactTables))
def fact_tables(request: ApiRequest) -> FactTables:
    """The canonical tables and their columns."""
    return FactTables(items=[_shown(table) for table in FACTS.values()])


@operation(router, "GET", "/facts/{table}", scope="customers:read", answers=Answers(ROWS, headers=["Link"]))
def facts(request: ApiRequest, table: InTable, limit: Limit, cursor: Cursor) -> HttpResponse:
    """The rows of a canonical table as they now stand.

    For who may see every customer, margins and tax ids, since facts show them all.
    """
    found = fact_rows(_home(), table, request.auth.access, _place(cursor), limit + 1)
    following = None
    if len(found) > limit:
        last = found[limit - 1]
        following = f"{last['load_id']}-{last['line']}"
    response = json_answer({"items": rows_of(found[:limit]), "next": following})
    link_next(request, response, following)
    return response


@operation(
    router,
    "POST",
    "/facts/{table}",
    scope="loads:create",
    keeping=Keeping.SEPARATELY,
    max_bytes=MAX_BYTES,
    answers=Answers(
        Upserted,
        links={"load": {"operationId": "load", "parameters": {"load_id": "$response.body#/load_id"}}},
    ),
)
def bring_in(request: ApiRequest, table: InTable, body: NewRows) -> Upserted:
    """Bring in rows, with an answer for each. What is brought in counts from the next run, and is a load of its own."""
    caller = request.auth
    once = repetition(request, caller.name)
    found = upsert(_home(), table, body.source, body.rows, caller.access, caller.user, once)
    rejected = sum(row.state == "rejected" for row in found.rows)
    return Upserted(
        load_id=found.load_id,
        accepted=len(found.rows) - rejected,
        rejected=rejected,
        rows=[RowAnswer(state=row.state, code=row.code, column=row.column) for row in found.rows],
    )


def _home() -> Home:
    return Home(Path(settings.CARTEIRA_HOME))


def _place(cursor: str | None) -> Place | None:
    if cursor is None:
        return None
    load_id, _, line = cursor.partition("-")
    return int(load_id), int(line)


def _shown(table: FactTable) -> FactTableShown:
    columns = [
        ColumnShown(
            name=column.file_name,
            kind=KINDS.get(column.type, "text"),
            required=column.filled,
            choices=list(column.choices),
            meaning=meaning(table.name, column.name),
        )
        for column in table.columns
    ]
    return FactTableShown(name=table.name, meaning=TABLES[table.name], key=table.key, columns=columns)
