"""Customers: lists by any figure, and what they bring together."""

from dataclasses import asdict
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from carteira.accounts.choices import Permission
from carteira.api import figures
from carteira.api.authentication import ApiRequest
from carteira.api.conditions import already_held, etag_of_tables
from carteira.api.fields import MOST_ROWS, USUAL_ROWS, After, Limit, Number, Whole, example
from carteira.api.idempotency import Keeping
from carteira.api.operations import Answers, operation
from carteira.api.paging import link_next
from carteira.api.selecting import (
    CONDITIONS,
    FIGURE_SCHEMA,
    FLAGGED,
    FROM_SOURCE,
    SHOWN,
    SORT,
    SORT_SCHEMA,
    SORTED,
    Meant,
    listed,
    ordered,
    selection_in,
    selection_of,
)
from carteira.api.values import json_answer, rows_of
from carteira.book.queries import PublishedTables
from carteira.book.queries import tables as published_tables
from carteira.differentiate import listing
from carteira.differentiate.listing import Selection

router = Router(tags=["customers"])
CUSTOMERS = {
    "type": "object",
    "properties": {
        "run_id": {"type": "integer"},
        "as_of": {"type": "string", "format": "date"},
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/Figures"}},
        "next": {"type": ["integer", "null"]},
    },
    "required": ["run_id", "as_of", "items", "next"],
    "additionalProperties": False,
}
LINKS = {
    name: {"operationId": name, "parameters": {"customer_id": "$response.body#/items/0/customer_id"}}
    for name in ("customer", "story", "orders", "assignment")
}


class Asked(Meant):
    """Which customers, in which order, with which figures."""

    model_config = example(conditions={"profit__lt": "0"}, sort="profit", fields=["name", "profit"])

    sort: Annotated[str, Field(json_schema_extra=SORT_SCHEMA)] = SORT
    fields: list[str] = Field(default_factory=list, max_length=40, json_schema_extra={"items": FIGURE_SCHEMA})
    cursor: Number | None = None
    limit: Annotated[Whole, Field(ge=1, le=MOST_ROWS)] = USUAL_ROWS


class Totals(BaseModel):
    """What the customers bring together, in minor units. Without see_margins, profit and losing are null."""

    customers: int
    revenue: int
    profit: int | None
    lifetime_value: int
    losing: int | None


@operation(
    router,
    "GET",
    "/customers",
    scope="customers:read",
    refusals=[409],
    free_names=True,
    parameters=[SORTED, SHOWN, FLAGGED, FROM_SOURCE, CONDITIONS],
    answers=Answers(CUSTOMERS, headers=["ETag", "Link"], links=LINKS),
)
def customers(request: ApiRequest, limit: Limit, cursor: After) -> HttpResponse:
    """The customers that you may see, by any figures that you may see."""
    access = request.auth.access
    tables = published_tables(access)
    order = figures.check_sort(access, request.GET.get("sort", SORT))
    selection = ordered(tables, selection_in(request, tables), order, listed(request, "fields"))
    etag = etag_of_tables(tables, access, request.get_full_path())
    if already_held(request, etag):
        return json_answer({}, etag)
    content = _page(tables, selection, cursor, limit)
    response = json_answer(content, etag)
    link_next(request, response, content["next"])
    return response


@operation(
    router,
    "POST",
    "/customers/query",
    scope="customers:read",
    refusals=[409],
    keeping=Keeping.NOT,
    answers=Answers(CUSTOMERS, links=LINKS),
)
def query_customers(request: ApiRequest, body: Asked) -> HttpResponse:
    """The same with everything in the body, since names and words to search for are personal data."""
    tables = published_tables(request.auth.access)
    order = figures.check_sort(tables.access, body.sort)
    selection = ordered(tables, selection_of(tables, body), order, body.fields)
    return json_answer(_page(tables, selection, body.cursor, body.limit))


@operation(
    router,
    "GET",
    "/customers/totals",
    scope="customers:read",
    refusals=[409],
    free_names=True,
    parameters=[FLAGGED, FROM_SOURCE, CONDITIONS],
    answers=Answers(Totals),
)
def totals(request: ApiRequest) -> Totals:
    """How many of the customers that you may see hold to the conditions, and what they bring together."""
    tables = published_tables(request.auth.access)
    found = asdict(listing.totals(tables, selection_in(request, tables)))
    if not tables.access.may(Permission.SEE_MARGINS):
        found |= {"profit": None, "losing": None}
    return Totals(**found)


def _page(tables: PublishedTables, selection: Selection, cursor: int | None, limit: int) -> dict[str, Any]:
    found, following = listing.rows_after(tables, selection, cursor, limit)
    shown = dict.fromkeys(("customer_id", *selection.columns))
    items = rows_of({name: row[name] for name in shown} for row in found)
    return {"run_id": tables.run.id, "as_of": tables.run.as_of.isoformat(), "items": items, "next": following}
