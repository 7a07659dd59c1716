"""The one place that decides what somebody may see and do: every door asks here, before it reads or writes."""

import json
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Q

from carteira.accounts.choices import FieldRule, Level, Permission
from carteira.accounts.kinds import kinds
from carteira.errors import CarteiraError

if TYPE_CHECKING:
    from carteira.accounts.models import Role, User

ANY = "*"
MIN_GROUP = 10
"""Customers behind a figure that may be shown to somebody who may see no customer."""
STRICTNESS = (None, FieldRule.READ_ONLY, FieldRule.MASKED, FieldRule.HIDDEN)


@dataclass(frozen=True)
class Reach:
    """Whose records: all, or those owned by `user` (None: nobody) or belonging to one of `teams`."""

    everything: bool = False
    user: int | None = None
    teams: frozenset[int] = frozenset()

    @property
    def nothing(self) -> bool:
        return not self.everything and self.user is None and not self.teams

    def holds(self, owner: int | None, team: int | None) -> bool:
        """Whether a record of this owner and team is within reach."""
        return self.everything or (self.user is not None and owner == self.user) or team in self.teams

    def sql(self) -> str:
        """A condition on the columns owner_id and team_id."""
        if self.everything:
            return "TRUE"
        parts = [] if self.user is None else [f"owner_id = {self.user:d}"]
        if self.teams:
            parts.append(f"team_id IN ({', '.join(f'{team:d}' for team in sorted(self.teams))})")
        return f"({' OR '.join(parts)})" if parts else "FALSE"

    def q(self) -> Q:
        """The same condition for Django, on the fields owner and team."""
        if self.everything:
            return Q()
        if self.nothing:
            return Q(pk__in=[])
        own = Q(pk__in=[]) if self.user is None else Q(owner_id=self.user)
        return own | Q(team_id__in=sorted(self.teams))


@dataclass(frozen=True)
class Access:
    """What one person (or token, or command) may see and do. `levels` by kind and action, `rules` by kind and field."""

    user_id: int | None = None
    levels: Mapping[tuple[str, str], Level] = field(default_factory=dict)
    permissions: frozenset[str] = frozenset()
    rules: Mapping[tuple[str, str], FieldRule] = field(default_factory=dict)
    teams: frozenset[int] = frozenset()

    def level(self, kind: str, action: str) -> Level:
        return self.levels.get((kind, action), Level.NONE)

    def can(self, kind: str, action: str) -> bool:
        """Whether there may be any record of the kind for this action."""
        return self.level(kind, action) > Level.NONE

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def check(self, kind: str, action: str) -> None:
        """Raises `not_allowed` where no record of the kind is within reach for the action."""
        if not self.can(kind, action):
            raise CarteiraError("not_allowed", hint="ask_your_administrator")

    def check_may(self, permission: str) -> None:
        """Raises `not_allowed` without the permission."""
        if not self.may(permission):
            raise CarteiraError("not_allowed", hint="ask_your_administrator")

    def rule(self, kind: str, name: str) -> FieldRule | None:
        """What becomes of the field for this person; None: shown and changeable."""
        return self.rules.get((kind, name))

    def reach(self, kind: str, action: str) -> Reach:
        """Whose records of the kind the action may touch."""
        level = self.level(kind, action)
        if level == Level.ALL:
            return Reach(everything=True)
        if level == Level.NONE:
            return Reach()
        return Reach(user=self.user_id, teams=self.teams if level == Level.TEAM else frozenset())

    @property
    def aggregates_only(self) -> bool:
        """May see no customer, but totals over at least MIN_GROUP of them."""
        return not self.can("customers", "read") and self.may(Permission.SEE_AGGREGATES)

    @property
    def sees_loaded_lines(self) -> bool:
        """May see lines of files as they came, with whatever personal data stands in them: who loads files and sees
        every customer with no field masked or hidden."""
        secret = any(kind == "customers" and rule != FieldRule.READ_ONLY for (kind, _), rule in self.rules.items())
        return self.can("loads", "create") and self.reach("customers", "read").everything and not secret

    def limited_to(self, scopes: Iterable[str]) -> "Access":
        """What is left through a token with these scopes: "kind:action" and names of permissions."""
        given = set(scopes)
        levels = {pair: level for pair, level in self.levels.items() if ":".join(pair) in given}
        permissions = self.permissions & given
        return replace(self, levels=levels, permissions=permissions, rules=_with_tax_ids(self.rules, permissions))


class _Full(Access):
    """Everything, whatever kinds are registered later."""

    def level(self, kind: str, action: str) -> Level:
        return Level.ALL


FULL: Access = _Full(permissions=frozenset(Permission.values))
"""What whoever owns the book's folder may do on the command line."""
NOTHING = Access()


def access_of(user: Any) -> Access:
    """What this person may see and do, read once per request. Nobody and inactive people: nothing."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return NOTHING
    found: Access | None = getattr(user, "_access", None)
    if found is None:
        found = user._access = _read(user)
    return found


def limit_access(user: Any, scopes: Iterable[str]) -> Access:
    """What this person may do through a token with these scopes: from now on `access_of` this object gives no more."""
    limited: Access = access_of(user).limited_to(scopes)
    user._access = limited
    return limited


def merged(user_id: int | None, roles: Iterable["Role"], teams: Set[int]) -> Access:
    """The most permissive of the roles: the highest level, every permission, and the mildest rule of each field."""
    given = list(roles)
    levels: dict[tuple[str, str], Level] = {}
    for kind in kinds().values():
        for action in kind.actions:
            level = max((_level(role.levels, kind.name, action) for role in given), default=Level.NONE)
            if level:
                levels[kind.name, action] = level
    permissions = frozenset(name for role in given for name in role.permissions)
    return Access(user_id, levels, permissions, _with_tax_ids(_rules(given), permissions), frozenset(teams))


def _level(levels: Mapping[str, Mapping[str, int]], kind: str, action: str) -> Level:
    found = (levels.get(name, {}).get(verb, 0) for name in (kind, ANY) for verb in (action, ANY))
    return Level(max(found))


def _rules(roles: list["Role"]) -> dict[tuple[str, str], FieldRule]:
    named = {(kind, name) for role in roles for kind, rules in role.field_rules.items() for name in rules}
    mildest = {
        (kind, name): min((_rule(role, kind, name) for role in roles), key=STRICTNESS.index) for kind, name in named
    }
    return {pair: rule for pair, rule in mildest.items() if rule is not None}


def _with_tax_ids(
    rules: Mapping[tuple[str, str], FieldRule], permissions: Set[str]
) -> dict[tuple[str, str], FieldRule]:
    """The rules, with tax ids masked at least where the permission to see them is missing."""
    if Permission.SEE_TAX_IDS in permissions:
        return dict(rules)
    pair = ("customers", "tax_id")
    return {**rules, pair: max((rules.get(pair), FieldRule.MASKED), key=STRICTNESS.index) or FieldRule.MASKED}


def _rule(role: "Role", kind: str, name: str) -> FieldRule | None:
    found = role.field_rules.get(kind, {}).get(name)
    return FieldRule(found) if found else None


_TEAMS_AND_ROLES = """
SELECT team_id, NULL AS role_id, NULL, NULL, NULL FROM accounts_user_teams WHERE user_id = %s
UNION ALL
SELECT NULL, r.id, CAST(r.levels AS TEXT), CAST(r.permissions AS TEXT), CAST(r.field_rules AS TEXT)
FROM accounts_role AS r
INNER JOIN accounts_user_roles AS u ON u.role_id = r.id
WHERE u.user_id = %s
ORDER BY role_id
"""


def _read(user: "User") -> Access:
    """Read without models, for which every page would wait five times as long."""
    with connection.cursor() as cursor:
        cursor.execute(_TEAMS_AND_ROLES, [user.pk, user.pk])
        found = cursor.fetchall()
    teams = {team for team, *_ in found if team is not None}
    roles = tuple((levels, permissions, rules) for team, _, levels, permissions, rules in found if team is None)
    return _merged_texts(user.pk, roles, frozenset(_with_descendants(teams) if teams else teams))


@lru_cache(1000)
def _merged_texts(user_id: int, roles: tuple[tuple[str, str, str], ...], teams: frozenset[int]) -> Access:
    """What roles merge to whose contents are these texts (JSON)."""
    from carteira.accounts.models import Role

    contents = [[json.loads(text) for text in role] for role in roles]
    given = [Role(levels=levels, permissions=permissions, field_rules=rules) for levels, permissions, rules in contents]
    return merged(user_id, given, teams)


def _with_descendants(teams: set[int]) -> set[int]:
    from carteira.accounts.models import Team

    children: dict[int | None, list[int]] = {}
    for team, parent in Team.objects.values_list("id", "parent_id"):
        children.setdefault(parent, []).append(team)
    found, waiting = set(teams), list(teams)
    while waiting:
        below = [team for team in children.get(waiting.pop(), []) if team not in found]
        found.update(below)
        waiting += below
    return found
