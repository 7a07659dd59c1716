"""A role in words: what its people may do with each kind of record, besides, and with which fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from carteira.accounts.access import Access
from carteira.accounts.choices import FieldRule, Level, Permission
from carteira.accounts.granting import given_by
from carteira.accounts.kinds import ACTIONS, Kind, kinds
from carteira.web.people import words

if TYPE_CHECKING:
    from carteira.accounts.models import Role

OWNED_LEVELS = tuple(Level)
PLAIN_LEVELS = (Level.NONE, Level.ALL)


@dataclass(frozen=True)
class Cell:
    """Whose records of one kind one action reaches. `name` is the field of a form; none where the kind lacks it."""

    name: str
    level: Level
    levels: Sequence[Level] = ()
    label: str = ""

    @property
    def exists(self) -> bool:
        return bool(self.levels)


@dataclass(frozen=True)
class Row:
    """One kind of record, with a cell per action."""

    label: str | Promise
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Rule:
    """What becomes of one field. `name` is the field of a form."""

    name: str
    kind: str | Promise
    field: str
    rule: FieldRule | None


def heads() -> list[str | Promise]:
    """The actions, as the heads of the columns."""
    return [words.ACTIONS[action] for action in ACTIONS]


def rows(role: "Role") -> list[Row]:
    """One row per kind of record."""
    access = given_by([role])
    return [Row(kind.label, [_cell(access, kind, action) for action in ACTIONS]) for kind in kinds().values()]


def permissions(role: "Role") -> list[tuple[str, str | Promise, bool]]:
    """Each permission with its words, and whether the role has it."""
    return [(permission.value, permission.label, permission in role.permissions) for permission in Permission]


def rules(role: "Role") -> list[Rule]:
    """What becomes of each field that there may be a rule for. Tax ids hang on their permission too."""
    found = []
    for kind in kinds().values():
        given = role.field_rules.get(kind.name, {})
        for name in kind.fields:
            rule = FieldRule(given[name]) if name in given else None
            found.append(Rule(f"rule:{kind.name}:{name}", kind.label, words.field_label(name), rule))
    return found


def _cell(access: Access, kind: Kind, action: str) -> Cell:
    if action not in kind.actions:
        return Cell("", Level.NONE)
    levels = OWNED_LEVELS if kind.owned else PLAIN_LEVELS
    label = words.scope_label(f"{kind.name}:{action}")
    return Cell(f"level:{kind.name}:{action}", access.level(kind.name, action), levels, label)
