"""What the customer list offers to choose from: quick filters, orders, columns, and the figures of a new filter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from carteira.accounts.access import Access
from carteira.book.queries import PublishedTables
from carteira.book.selecting import may_see
from carteira.differentiate import listing
from carteira.differentiate.figures import FIGURES
from carteira.differentiate.listing import Selection
from carteira.differentiate.selection_parts import sort_name
from carteira.web.categories import CATEGORIES
from carteira.web.customers.figure_words import GROUPS, LABELS, SAID_ELSEWHERE, UNASKED
from carteira.web.customers.rows import columns_of
from carteira.web.customers.selection import Asked
from carteira.web.customers.words import KINDS, STATUSES

Options = Sequence[tuple[str, str | Promise]]
MOST_OFFERED = 100
"""Values that a person still finds in a drop-down list. Among more, a new filter finds them by what is typed."""


@dataclass(frozen=True)
class Filter:
    """A choice above the list: (value, label) pairs and the one that holds."""

    name: str
    label: str | Promise
    options: Options
    value: str


@dataclass(frozen=True)
class Group:
    """Figures that belong together, as (name, label) pairs."""

    label: str | Promise
    figures: Options


@dataclass(frozen=True)
class Columns:
    """The columns that the list shows, in their order, and those that it could show besides."""

    shown: Options
    others: Sequence[Group]


@dataclass(frozen=True)
class Sorting:
    """The orders that are offered, as options with the present one chosen, and the address of the other way round."""

    options: SafeString
    descending: bool
    other_way: str


def quick_filters(access: Access, book: PublishedTables, asked: Asked) -> list[Filter]:
    """Category, status and kind always; owner, team, branch and source where there are two or more to choose from, but
    MOST_OFFERED at most: of more, only the one that holds. None for who sees totals only."""
    if access.aggregates_only:
        return []
    fixed: Mapping[str, tuple[str, Options]] = {
        "category": (_("Category"), [(category.code, category.label) for category in CATEGORIES.values()]),
        "status": (_("Status"), list(STATUSES.items())),
        "kind": (_("Kind"), list(KINDS.items())),
    }
    given = {**asked.selection.choices, "source": asked.selection.source}
    filters = [Filter(name, label, options, given.get(name, "")) for name, (label, options) in fixed.items()]
    found = listing.choices(book)
    named = {"owner": _("Owner"), "team": _("Team"), "branch": _("Branch"), "source": _("Source")}
    for name, label in named.items():
        held = given.get(name, "")
        offered = found[name] if len(found[name]) <= MOST_OFFERED else [held] * bool(held)
        if (len(offered) > 1 or held) and (name == "source" or may_see(access, name)):
            filters.append(Filter(name, label, [(value, value) for value in offered], held))
    return filters


def columns(access: Access, asked: Asked) -> Columns:
    """What the column chooser shows."""
    shown = columns_of(access, asked.selection)
    return Columns([(name, LABELS[name]) for name in shown], _groups(access, ("name", *SAID_ELSEWHERE, *shown)))


def askable(access: Access) -> list[Group]:
    """The figures by which a new filter may be added."""
    return _groups(access, UNASKED)


def sorting(access: Access, asked: Asked) -> Sorting:
    """The orders that the list offers: the highest first, of texts the first letter."""
    descending = asked.selection.descending
    options = "".join(_options(group, asked.selection) for group in _groups(access, UNASKED))
    return Sorting(SafeString(options), descending, asked.address(descending=not descending, page=1))


def _options(group: Group, selection: Selection) -> SafeString:
    options = SafeString("".join(_option(name, label, selection) for name, label in group.figures))
    return format_html('<optgroup label="{}">{}</optgroup>', group.label, options)


def _option(name: str, label: str | Promise, selection: Selection) -> SafeString:
    current = name == selection.sort
    highest_first = selection.descending if current else FIGURES[name].kind not in ("text", "choice")
    chosen = SafeString(" selected") if current else ""
    return format_html('<option value="{}"{}>{}</option>', sort_name(name, highest_first), chosen, label)


def _groups(access: Access, without: Iterable[str]) -> list[Group]:
    left_out = frozenset(without)
    groups = [
        Group(
            label, [(name, words) for name, words in labels.items() if name not in left_out and may_see(access, name)]
        )
        for label, labels in GROUPS.values()
    ]
    return [group for group in groups if group.figures]
