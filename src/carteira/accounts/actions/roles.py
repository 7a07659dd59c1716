"""The ready-made roles in the database, and roles of a company's own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.validators import validate_slug
from django.db import transaction

from carteira.accounts import audit
from carteira.accounts.choices import FieldRule, Level, Permission
from carteira.accounts.granting import check_covers, given_by
from carteira.accounts.kinds import kinds
from carteira.accounts.models import Role
from carteira.accounts.roles import ADMINISTRATOR, READY_ROLES
from carteira.errors import CarteiraError

Levels = Mapping[str, Mapping[str, int]]
Rules = Mapping[str, Mapping[str, str]]


def keep_ready_roles(**_: Any) -> None:
    """Makes the ready-made roles what this version of the program says; called after every migration."""
    for code, ready in READY_ROLES.items():
        Role.objects.update_or_create(
            code=code,
            defaults={
                "ready_made": True,
                "levels": {
                    kind: {action: int(level) for action, level in given.items()}
                    for kind, given in ready.levels.items()
                },
                "permissions": sorted(ready.permissions),
                "field_rules": {
                    kind: {name: str(rule) for name, rule in given.items()} for kind, given in ready.rules.items()
                },
            },
        )


@transaction.atomic
def save_role(
    code: str, *, name: str, levels: Levels, permissions: Sequence[str], field_rules: Rules, by: Any = None
) -> Role:
    """A role of the company's own, made or replaced.

    Raises `ready_made_role` for a code of the program's, `bad_role` for anything that is not a kind, action, level,
    permission, field or rule, `beyond_own_access` for more than `by` may.
    """
    if code in READY_ROLES:
        raise CarteiraError("ready_made_role", role=code)
    _check(code, levels, permissions, field_rules)
    before = Role.objects.filter(code=code).first()
    check_covers(by, *([given_by([before])] if before else []))
    role, _ = Role.objects.update_or_create(
        code=code,
        defaults={
            "name": name[:100],
            "levels": {kind: {action: int(level) for action, level in given.items()} for kind, given in levels.items()},
            "permissions": sorted(permissions),
            "field_rules": {kind: dict(given) for kind, given in field_rules.items()},
        },
    )
    check_covers(by, given_by([role]))
    audit.record(by, "role_saved", role=code, levels=role.levels, permissions=role.permissions, rules=role.field_rules)
    return role


@transaction.atomic
def remove_role(code: str, by: Any = None) -> None:
    """Removes a role of the company's own. Raises `unknown_role`, `ready_made_role` or `role_in_use`."""
    role = Role.objects.filter(code=code).first()
    if role is None:
        raise CarteiraError("unknown_role", role=code, known=", ".join(Role.objects.values_list("code", flat=True)))
    if role.ready_made:
        raise CarteiraError("ready_made_role", role=code)
    if role.people.exists():
        raise CarteiraError("role_in_use", role=code)
    role.delete()
    audit.record(by, "role_removed", role=code)


def _check(code: str, levels: Levels, permissions: Sequence[str], field_rules: Rules) -> None:
    known = kinds()
    try:
        validate_slug(code)
        right = all(
            kind in known and action in known[kind].actions and (Level(level) in (0, 3) or known[kind].owned)
            for kind, given in levels.items()
            for action, level in given.items()
        )
        right = right and all(name in Permission.values for name in permissions)
        right = right and all(
            kind in known and name in known[kind].fields and FieldRule(rule)
            for kind, given in field_rules.items()
            for name, rule in given.items()
        )
    except Exception as error:
        raise CarteiraError("bad_role", role=code) from error
    if not right or code == ADMINISTRATOR:
        raise CarteiraError("bad_role", role=code)
