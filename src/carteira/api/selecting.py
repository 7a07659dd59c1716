"""Which customers a request means, whether it says so in its address or in its body."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field, StringConstraints, WithJsonSchema

from carteira.api import figures
from carteira.api.fields import Given
from carteira.book.queries import PublishedTables
from carteira.book.restricted import secret_fields
from carteira.differentiate.figures import FIGURES
from carteira.differentiate.listing import FLAGS, SORTS, Selection
from carteira.errors import CarteiraError

SORT = "-lifetime_value"
FLAG_SCHEMA: Any = {"type": "string", "enum": list(FLAGS)}
FIGURE_SCHEMA: Any = {"type": "string", "enum": list(FIGURES)}
SORT_SCHEMA: Any = {
    "type": "string",
    "enum": [f"{sign}{name}" for name in SORTS for sign in ("", "-")],
    "default": SORT,
}
CONDITIONS = {
    "in": "query",
    "name": "conditions",
    "style": "form",
    "explode": True,
    "description": "Any number of conditions, each a parameter of its own: ?profit__lt=0&category__in=mvc,mgc",
    "schema": {"$ref": "#/components/schemas/Conditions"},
}
SORTED = {
    "in": "query",
    "name": "sort",
    "description": "The figure to sort by, with a minus sign for the highest first. Unknown ones come last.",
    "schema": SORT_SCHEMA,
}
SHOWN = {
    "in": "query",
    "name": "fields",
    "style": "form",
    "explode": False,
    "description": "The figures to show, between commas.",
    "schema": {"type": "array", "items": FIGURE_SCHEMA, "minItems": 1, "maxItems": 40},
}
FLAGGED = {
    "in": "query",
    "name": "flags",
    "style": "form",
    "explode": False,
    "description": "Ready-made conditions, between commas, all of which hold.",
    "schema": {"type": "array", "items": FLAG_SCHEMA, "minItems": 1, "maxItems": 5},
}
FROM_SOURCE = {
    "in": "query",
    "name": "source",
    "description": "Only customers with a record from this source.",
    "schema": {"type": "string"},
}
OWN = frozenset(("limit", "cursor", "sort", "fields", "flags", "source"))
Conditions = Annotated[dict[str, str], WithJsonSchema(figures.conditions_schema())]


class Meant(Given):
    """Which customers: `conditions`, `flags`, `source` and `text` (what to search for) all hold."""

    conditions: Conditions = Field(default_factory=dict)
    flags: list[str] = Field(default_factory=list, max_length=5, json_schema_extra={"items": FLAG_SCHEMA})
    source: Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    text: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


def selection_of(tables: PublishedTables, meant: Meant) -> Selection:
    """The customers that a body means. Raises as `figures.check_conditions`, and `bad_flag`."""
    return Selection(
        text=meant.text.strip(),
        source=meant.source,
        flags=figures.check_flags(tables.access, meant.flags),
        conditions=figures.check_conditions(tables.access, meant.conditions.items(), tables.run.currency),
        without=secret_fields(tables.access),
    )


def selection_in(request: HttpRequest, tables: PublishedTables) -> Selection:
    """The customers that an address means: every parameter that is none of the list's own is a condition."""
    for name, values in request.GET.lists():
        if len(values) > 1:
            raise CarteiraError("parameter_repeated", name=name)
    parts = [(name, str(value)) for name, value in request.GET.items() if name not in OWN]
    figures.check_not_personal(name for name, _ in parts)
    return Selection(
        source=request.GET.get("source", ""),
        flags=figures.check_flags(tables.access, listed(request, "flags")),
        conditions=figures.check_conditions(tables.access, parts, tables.run.currency),
        without=secret_fields(tables.access),
    )


def ordered(tables: PublishedTables, selection: Selection, order: tuple[str, bool], fields: Sequence[str]) -> Selection:
    columns = figures.check_shown(tables.access, fields) or figures.usual(tables.access)
    return replace(selection, columns=columns, sort=order[0], descending=order[1])


def listed(request: HttpRequest, name: str) -> list[str]:
    """What stands between the commas of a parameter; nothing where it is not given."""
    return request.GET[name].split(",") if name in request.GET else []
