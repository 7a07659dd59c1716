"""Every computed table of the published run, as far as the caller may see it."""

from typing import Annotated

from django.http import HttpResponseBase, StreamingHttpResponse
from ninja import Path, Query, Router
from pydantic import BaseModel, WithJsonSchema

from carteira.accounts import audit
from carteira.accounts.choices import Permission
from carteira.api.authentication import ApiRequest
from carteira.api.conditions import already_held, etag_of_tables
from carteira.api.fields import FURTHER, LARGEST, Limit, MaybeNumber
from carteira.api.operations import Answers, operation
from carteira.api.paging import link_next
from carteira.api.values import json_answer, rows_of
from carteira.book import table_rows
from carteira.book.queries import tables as published_tables

router = Router(tags=["tables"])
ARROW = "application/vnd.apache.arrow.stream"
InName = Annotated[str, Path(..., pattern=r"^[a-z_]{1,60}$")]
CURSOR = r"^([0-9]{1,15}|none)-[0-9]{1,12}$"
Cursor = Annotated[
    str | None,
    WithJsonSchema({"type": "string", "pattern": CURSOR}),
    Query(None, pattern=CURSOR, description=FURTHER),
]
Customer = Annotated[MaybeNumber, Query(None, ge=1, le=LARGEST, description="Only rows of this customer.")]
ROWS = {
    "type": "object",
    "properties": {
        "table": {"type": "string"},
        "run_id": {"type": "integer"},
        "as_of": {"type": "string", "format": "date"},
        "items": {"type": "array", "items": {"type": "object"}},
        "next": {"type": ["string", "null"]},
    },
    "required": ["table", "run_id", "as_of", "items", "next"],
    "additionalProperties": False,
}
ACCEPT = {
    "in": "header",
    "name": "Accept",
    "required": False,
    "description": f"{ARROW} gives the whole table as an Apache Arrow stream; that needs the permission export.",
    "schema": {"type": "string", "examples": ["application/json", ARROW]},
}


class ComputedTable(BaseModel):
    """A computed table: its columns with their types, as DuckDB names them."""

    name: str
    columns: dict[str, str]


class ComputedTables(BaseModel):
    """The tables of the published run."""

    run_id: int
    as_of: str
    items: list[ComputedTable]


@operation(router, "GET", "/tables", scope="customers:read", refusals=[409], answers=Answers(ComputedTables))
def tables(request: ApiRequest) -> ComputedTables:
    """The computed tables that you may see, with their columns."""
    found = published_tables(request.auth.access)
    items = [ComputedTable(name=name, columns=table_rows.columns(found, name)) for name in sorted(found.names)]
    return ComputedTables(run_id=found.run.id, as_of=found.run.as_of.isoformat(), items=items)


@operation(
    router,
    "GET",
    "/tables/{name}",
    scope="customers:read",
    refusals=[409],
    parameters=[ACCEPT],
    answers=Answers(ROWS, headers=["ETag", "Link"], others={ARROW: {"schema": {"type": "string", "format": "binary"}}}),
)
def table(request: ApiRequest, name: InName, limit: Limit, cursor: Cursor, customer_id: Customer) -> HttpResponseBase:
    """The rows of a computed table, customer by customer; money in minor units."""
    found = published_tables(request.auth.access)
    columns = table_rows.columns(found, name)
    if request.headers.get("Accept", "").strip() == ARROW:
        return _stream(request, table_rows.Reading(found, name, columns, customer_id))
    etag = etag_of_tables(found, request.auth.access, request.get_full_path())
    reading = table_rows.Reading(found, name, columns, customer_id)
    rows, following = ([], None) if already_held(request, etag) else table_rows.page(reading, cursor or "", limit)
    content = {"table": name, "run_id": found.run.id, "as_of": found.run.as_of.isoformat()}
    response = json_answer({**content, "items": rows_of(rows), "next": following}, etag)
    link_next(request, response, following)
    return response


def _stream(request: ApiRequest, reading: table_rows.Reading) -> StreamingHttpResponse:
    """The whole table, batch by batch."""
    request.auth.access.check_may(Permission.EXPORT)
    rows = table_rows.count(reading)
    if rows > table_rows.BULK:
        audit.record(request.auth.user, "bulk_read", table=reading.name, rows=rows)
    return StreamingHttpResponse(table_rows.arrow_stream(reading), content_type=ARROW)
