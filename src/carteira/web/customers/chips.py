"""The conditions of the customer list in words, each with the list without it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from carteira.web.customers.figure_words import LABELS, value_words
from carteira.web.customers.selection import FLAG_LABELS, Asked
from carteira.web.customers.words import cause_name
from carteira.web.lists.conditions import condition_words


@dataclass(frozen=True)
class Chip:
    """A condition; `url` is the list without it. `quick`: it has a box of its own where there is room for one."""

    label: str | Promise
    url: str
    quick: bool = False


def chips(asked: Asked, currency: str) -> list[Chip]:
    """Every condition of the list but the words of the search, which stand in their field."""
    return [*_choices(asked), *_flags(asked), *_conditions(asked, currency)]


def _choices(asked: Asked) -> Iterator[Chip]:
    selection = asked.selection
    for name, value in selection.choices.items():
        others = {key: found for key, found in selection.choices.items() if key != name}
        words = value_words(name, value)
        yield Chip(f"{LABELS[name]}: {words}", asked.address(choices=others, page=1), quick=True)
    if selection.source:
        yield Chip(f"{_('Source')}: {selection.source}", asked.address(source="", page=1), quick=True)


def _flags(asked: Asked) -> Iterator[Chip]:
    for flag in asked.selection.flags:
        others = tuple(found for found in asked.selection.flags if found != flag)
        yield Chip(FLAG_LABELS[flag], asked.address(flags=others, page=1))
    if asked.selection.cause:
        label = _("Loss mostly from %(cause)s") % {"cause": cause_name(asked.selection.cause)}
        yield Chip(label, asked.address(cause="", page=1))


def _conditions(asked: Asked, currency: str) -> Iterator[Chip]:
    for condition in asked.selection.conditions:
        others = tuple(found for found in asked.selection.conditions if found != condition)
        words = condition_words(condition, LABELS.get(condition.figure, condition.figure), currency, value_words)
        yield Chip(words, asked.address(conditions=others, page=1))
