"""One customer: who it is, what it is worth, and what happened."""

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import WithJsonSchema

from carteira.api.authentication import ApiRequest
from carteira.api.conditions import already_held, etag_of_tables
from carteira.api.fields import FURTHER, PathNumber
from carteira.api.figures import visible
from carteira.api.operations import PREFIX, Answers, operation
from carteira.api.paging import link_next
from carteira.api.values import json_answer, rows_of, value_of
from carteira.book.queries import PublishedTables
from carteira.book.queries import tables as published_tables
from carteira.book.quoting import quote as make_quote
from carteira.differentiate import customer_page
from carteira.differentiate.customer_page import STORY
from carteira.errors import CarteiraError
from carteira.identify.queries import survivor_of

router = Router(tags=["customers"])
MOST_PAGES = 10_000
PageNumber = Annotated[
    int | None,
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MOST_PAGES}),
    Query(None, ge=1, le=MOST_PAGES, description=FURTHER),
]
Group = Annotated[str, Query("", pattern=f"^({'|'.join(STORY)})?$", description="Only events of this group.")]
_OBJECTS = {"type": "array", "items": {"type": "object"}}
CUSTOMER = {
    "type": "object",
    "properties": {
        "run_id": {"type": "integer"},
        "as_of": {"type": "string", "format": "date"},
        "customer_id": {"type": "integer"},
        "figures": {"$ref": "#/components/schemas/Figures"},
        "golden": {"type": "object"},
        "records": _OBJECTS,
        "group": _OBJECTS,
    },
    "required": ["run_id", "as_of", "customer_id", "figures", "golden", "records", "group"],
    "additionalProperties": False,
}
ROWS = {
    "type": "object",
    "properties": {"items": _OBJECTS, "next": {"type": ["integer", "null"]}},
    "required": ["items", "next"],
    "additionalProperties": False,
}
_NUMBER_OR_NOTHING = {"type": ["number", "null"]}
_NUMBER = {"type": "number"}
_TEXT_OR_NOTHING = {"type": ["string", "null"]}
_PRICES = ("floor_price", "target_price", "best_price", "usual_low", "usual_price", "usual_high")
_CHANCES = ("win_chance", "win_chance_low", "win_chance_high", "margin", "expected_margin")
_QUOTED: dict[str, object] = {
    "product_id": {"type": "string"},
    "customers": {"type": "integer"},
    "granted": {"type": "boolean"},
    **dict.fromkeys(("product_name", "basis", "approver"), _TEXT_OR_NOTHING),
    **dict.fromkeys(("quantity", "price", "ceiling_price", "discount_share", "lowest_grantable"), _NUMBER),
    **dict.fromkeys((*_PRICES, *_CHANCES), _NUMBER_OR_NOTHING),
}
QUOTE = {"type": "object", "properties": _QUOTED, "required": [*_QUOTED], "additionalProperties": False}
Product = Annotated[str, Query(..., min_length=1, max_length=200, description="A product sold in the last 365 days.")]
Amount = Annotated[float, Query(..., gt=0, lt=1e9)]
LINKS = {
    name: {"operationId": name, "parameters": {"customer_id": "$response.body#/customer_id"}}
    for name in ("story", "orders", "assignment", "strategic_reasons_of", "customer_answers")
}


@operation(
    router,
    "GET",
    "/customers/{int:customer_id}",
    scope="customers:read",
    refusals=[409],
    answers=Answers(CUSTOMER, headers=["ETag", "Content-Location"], links=LINKS),
)
def customer(request: ApiRequest, customer_id: PathNumber) -> HttpResponse:
    """One customer: every figure that you may see, the golden record, the source records behind it, and its group.

    A customer that was merged is answered by the one that it was merged into.
    """
    access = request.auth.access
    tables = published_tables(access)
    card = _card(tables, customer_id)
    found = int(card["customer_id"])
    etag = etag_of_tables(tables, access, found)
    content = {} if already_held(request, etag) else _content(tables, card)
    response = json_answer(content, etag)
    response.headers["Content-Location"] = f"{PREFIX}/customers/{found}"
    return response


@operation(
    router,
    "GET",
    "/customers/{int:customer_id}/story",
    scope="customers:read",
    refusals=[409],
    answers=Answers(ROWS, headers=["Link"]),
)
def story(request: ApiRequest, customer_id: PathNumber, cursor: PageNumber, group: Group) -> HttpResponse:
    """What happened with a customer, the newest first: orders, contacts, service and money."""
    tables = published_tables(request.auth.access)
    found = int(_card(tables, customer_id)["customer_id"])
    return _rows(request, *customer_page.story(tables, found, group, cursor or 1), cursor or 1)


@operation(
    router,
    "GET",
    "/customers/{int:customer_id}/orders",
    scope="customers:read",
    refusals=[409],
    answers=Answers(ROWS, headers=["Link"]),
)
def orders(request: ApiRequest, customer_id: PathNumber, cursor: PageNumber) -> HttpResponse:
    """The completed orders of a customer, the newest first."""
    tables = published_tables(request.auth.access)
    found = int(_card(tables, customer_id)["customer_id"])
    return _rows(request, *customer_page.orders(tables, found, cursor or 1), cursor or 1)


@operation(
    router,
    "GET",
    "/customers/{int:customer_id}/quote",
    scope="customers:read",
    refusals=[409],
    answers=Answers(QUOTE),
)
def quote(
    request: ApiRequest, customer_id: PathNumber, product_id: Product, quantity: Amount, price: Amount
) -> HttpResponse:
    """A price for a customer: where it lies in the corridor, who may grant it, the chance to win and the margin.

    Prices are per piece, tax included, in minor units. What tells margins is null for who may not see them.
    """
    access = request.auth.access
    found = int(_card(published_tables(access), customer_id)["customer_id"])
    return json_answer(value_of(make_quote(access, found, product_id, quantity, price)))


def _card(tables: PublishedTables, customer_id: int) -> dict[str, Any]:
    """The customer's card, or that of the customer it was merged into. Raises `not_found`."""
    card = customer_page.card(tables, customer_id)
    if card is None:
        survivor = survivor_of(customer_id)
        card = customer_page.card(tables, survivor) if survivor is not None else None
    if card is None:
        raise CarteiraError("not_found")
    return card


def _content(tables: PublishedTables, card: dict[str, Any]) -> dict[str, Any]:
    found = int(card["customer_id"])
    return {
        "run_id": tables.run.id,
        "as_of": tables.run.as_of.isoformat(),
        "customer_id": found,
        "figures": {name: value_of(card[name]) for name in visible(tables.access) if name in card},
        "golden": value_of(customer_page.golden_record(tables, found) or {}),
        "records": rows_of(customer_page.source_records(tables, found)),
        "group": rows_of(customer_page.group_of(tables, found, card["parent_customer_id"])),
    }


def _rows(request: ApiRequest, found: list[dict[str, Any]], more: bool, number: int) -> HttpResponse:
    following = number + 1 if more and number < MOST_PAGES else None
    response = json_answer({"items": rows_of(found), "next": following})
    link_next(request, response, following)
    return response
