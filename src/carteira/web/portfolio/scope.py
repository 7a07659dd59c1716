"""Which part of the company a portfolio page shows: its filters, its words, and the customers behind a figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carteira.differentiate import listing
from carteira.differentiate.listing import Selection
from carteira.differentiate.scope import Scope
from carteira.differentiate.selection_parts import parts_of
from carteira.web.customers.selection import list_address
from carteira.web.customers.words import KINDS

NAMES: Mapping[str, str | Promise] = {
    "owner": _("Owner"),
    "team": _("Team"),
    "branch": _("Branch"),
    "kind": _("Kind"),
}


@dataclass(frozen=True)
class Filter:
    """A choice above the page: (value, words) pairs and the one that holds."""

    name: str
    label: str | Promise
    options: Sequence[tuple[str, str | Promise]]
    value: str


def chosen(query: QueryDict) -> dict[str, str]:
    """The filters that the query string sets, by name."""
    return {name: value for name in NAMES if (value := query.get(name, ""))}


def scope_of(query: QueryDict) -> Scope:
    """The customers that the query string means; without a filter, everybody."""
    given = chosen(query)
    return Scope(given.get("owner"), given.get("team"), given.get("branch"), given.get("kind"))


def filters(tables: Any, query: QueryDict) -> list[Filter]:
    """The filters that have something to choose: an owner, team or branch where there are two or more."""
    found = listing.choices(tables)
    options: dict[str, list[tuple[str, str | Promise]]] = {
        name: [(value, value) for value in found[name]] for name in ("owner", "team", "branch")
    }
    options["kind"] = list(KINDS.items())
    given = chosen(query)
    return [
        Filter(name, label, options[name], given.get(name, ""))
        for name, label in NAMES.items()
        if len(options[name]) > 1 or name in given
    ]


def scope_words(query: QueryDict) -> str:
    """The part of the company in words: "South · Companies"; empty for the whole."""
    given = chosen(query)
    return " · ".join(str(KINDS.get(value, value)) if name == "kind" else value for name, value in given.items())


def customers_url(query: QueryDict, *, category: str = "", page: int = 1, factor: int = 1, **fields: Any) -> str:
    """The address of the list of the customers behind a figure.

    `fields`: of a Selection. `factor`: minor units in a major one, where there are conditions on money.
    """
    choices = {**chosen(query), **({"category": category} if category else {})}
    parts = parts_of(Selection(choices=choices, **fields), factor)
    return list_address([*parts, ("page", str(page))] if page > 1 else parts)
