"""What a form says of a role: levels, permissions and field rules, read from the fields of the matrix."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import QueryDict

from carteira.accounts import queries
from carteira.accounts.choices import FieldRule
from carteira.accounts.granting import given_by
from carteira.accounts.kinds import kinds

if TYPE_CHECKING:
    from carteira.accounts.models import Role


@dataclass(frozen=True)
class RoleDraft:
    """A role as a form has it."""

    name: str = ""
    levels: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    permissions: tuple[str, ...] = ()
    field_rules: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def as_role(self) -> "Role":
        """The draft as a role to show, not saved: without rules that there are not."""
        rules = {
            kind: {name: rule for name, rule in given.items() if rule in FieldRule.values}
            for kind, given in self.field_rules.items()
        }
        return queries.unsaved_role(self.name, self.levels, self.permissions, rules)


EMPTY = RoleDraft()


def from_role(role: "Role") -> RoleDraft:
    """A draft that says what the role says, kind by kind."""
    access = given_by([role])
    levels = {
        kind.name: {action: int(access.level(kind.name, action)) for action in kind.actions}
        for kind in kinds().values()
    }
    return RoleDraft(role.name, levels, tuple(role.permissions), role.field_rules)


def from_post(given: QueryDict) -> RoleDraft:
    """The draft that was sent. What is no level or rule stands in it too, and is refused when it is saved."""
    levels: dict[str, dict[str, int]] = {}
    rules: dict[str, dict[str, str]] = {}
    for name in given:
        what, _, rest = name.partition(":")
        kind, _, part = rest.partition(":")
        text = str(given[name])
        if what == "level":
            levels.setdefault(kind, {})[part] = int(text) if text in ("0", "1", "2", "3") else -1
        elif what == "rule" and text:
            rules.setdefault(kind, {})[part] = text
    return RoleDraft(given.get("name", "").strip()[:100], levels, tuple(given.getlist("permission")), rules)
