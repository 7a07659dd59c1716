"""A selection of customers as the parts of a query string, and back: how addresses, saved views and jobs name one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from carteira.differentiate.conditions import Condition, condition_of, part_of
from carteira.differentiate.figures import FIGURES
from carteira.differentiate.listing import CHOICES, FLAGS, SORTS, Selection
from carteira.errors import CarteiraError

Parts = list[tuple[str, str]]

MOST_CHARACTERS = 200
TEXT = "q"
MONTHS = "months"
"""The column that is no figure: revenue by month, drawn as a line."""
PERSONAL = frozenset({"name"})
"""Figures whose values are personal data: no address, saved view or job names one."""


@dataclass(frozen=True)
class Read:
    """What parts say. `wrong`: how many of their conditions could not be understood and were left out."""

    selection: Selection
    wrong: int = 0


def selection_of(parts: Iterable[tuple[str, str]], minor_factor: int) -> Read:
    """The selection that the parts name; what they name wrongly counts as not named.

    `flag` may come several times; `sort` is a figure, with a minus sign in front for the highest first; `columns` are
    figures between commas, which may come in several parts.
    """
    given = list(parts)
    last = dict(given)
    conditions, wrong = _conditions(given, minor_factor)
    choices = {c.figure: str(c.value) for c in conditions if _is_choice(c)}
    column = last.get("sort", "").removeprefix("-")
    standard = Selection()
    cause = last.get("cause", "")
    return Read(
        Selection(
            text=last.get(TEXT, "")[:MOST_CHARACTERS].strip(),
            choices=choices,
            source=last.get("source", "")[:MOST_CHARACTERS],
            cause=cause if cause in FIGURES["loss_cause"].values else "",
            flags=tuple(dict.fromkeys(value for key, value in given if key == "flag" and value in FLAGS)),
            conditions=tuple(c for c in conditions if not _is_choice(c)),
            columns=_columns(given),
            sort=column if column in SORTS else standard.sort,
            descending=last["sort"].startswith("-") if column in SORTS else standard.descending,
        ),
        wrong,
    )


def parts_of(selection: Selection, minor_factor: int) -> Parts:
    """The parts that say the selection, without its page and what is as usual. `selection_of` reads them back."""
    standard = Selection()
    parts: Parts = [(TEXT, selection.text), *selection.choices.items()]
    parts += [("source", selection.source), ("cause", selection.cause), *(("flag", flag) for flag in selection.flags)]
    parts += [part_of(condition, minor_factor) for condition in selection.conditions]
    if (selection.sort, selection.descending) != (standard.sort, standard.descending):
        parts.append(("sort", sort_name(selection.sort, selection.descending)))
    parts.append(("columns", ",".join(selection.columns)))
    return [(key, value) for key, value in parts if value]


def sort_name(column: str, descending: bool) -> str:
    """How a part says the order: the figure, with a minus sign in front for the highest first."""
    return f"-{column}" if descending else column


def is_personal(key: str) -> bool:
    """Whether the value of a part with this key is personal data: words to search for, or the name of a customer."""
    name, _, operator = key.partition("__")
    return key == TEXT or (name in PERSONAL and operator not in ("empty", "filled"))


def without_personal(selection: Selection) -> Selection:
    """The selection without what `is_personal`."""
    kept = tuple(c for c in selection.conditions if c.figure not in PERSONAL or c.value is None)
    return replace(selection, text="", conditions=kept)


def _conditions(parts: Parts, minor_factor: int) -> tuple[list[Condition], int]:
    found: dict[Condition, None] = {}
    wrong = 0
    for key, value in parts:
        try:
            condition = condition_of(key, value, minor_factor) if value else None
        except CarteiraError:
            wrong += 1
            continue
        if condition is not None:
            found[condition] = None
    return list(found), wrong


def _is_choice(condition: Condition) -> bool:
    return condition.figure in CHOICES and condition.operator == "is"


def _columns(parts: Parts) -> tuple[str, ...]:
    named = [name for key, value in parts if key == "columns" for name in value.split(",")]
    return tuple(name for name in dict.fromkeys(named) if name == MONTHS or name in SORTS)
