"""Which part of the company a portfolio page shows: its filters, its words, and the customers behind a figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carteira.differentiate import listing
from carteira.differentiate.listing import Selection
from carteira.differentiate.scope import Scope
from carteira.web.customers.selection import query_of
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


def customers_url(query: QueryDict, **conditions: Any) -> str:
    """The address of the list of the customers behind a figure. `conditions`: a category, fields of a Selection."""
    category = conditions.pop("category", "")
    choices = {**chosen(query), **({"category": category} if category else {})}
    return reverse("customers:list") + query_of(Selection(choices=choices, **conditions))
