"""The kinds of record that roles speak of. Rooms register theirs when the application starts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS = ("read", "create", "edit", "delete")


@dataclass(frozen=True)
class Kind:
    """A kind of record: the actions that it knows, and the fields for which a role may have a rule.

    `owned`: its records have owners and teams, so that the levels own and team make sense.
    """

    name: str
    label: str | Promise
    actions: Sequence[str] = ACTIONS
    fields: Sequence[str] = ()
    owned: bool = False


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kinds() -> dict[str, Kind]:
    """Every kind by name, in the order of registration."""
    return dict(_kinds)


register_kind(Kind("users", _("People, teams and roles")))
register_kind(Kind("audit", _("Audit trail"), actions=("read",)))
