"""The audit trail in words: what each action is called, and its details with names in place of numbers."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carteira.accounts import queries
from carteira.accounts.choices import FieldRule, Level, Permission
from carteira.accounts.kinds import kinds
from carteira.differentiate.choices import StrategicKind
from carteira.web.people import words

if TYPE_CHECKING:
    from carteira.accounts.models import AuditEntry

ACTIONS: Mapping[str, str | Promise] = {
    "trail_begun": gettext_lazy("The trail began"),
    "signed_in": gettext_lazy("Signed in"),
    "signed_out": gettext_lazy("Signed out"),
    "sign_in_failed": gettext_lazy("Failed to sign in"),
    "sign_in_limited": gettext_lazy("Refused after too many attempts"),
    "single_sign_on_refused": gettext_lazy("Single sign-on refused"),
    "second_step_added": gettext_lazy("Second step added"),
    "second_step_removed": gettext_lazy("Second step removed"),
    "second_step_reset": gettext_lazy("New recovery codes"),
    "second_step_failed": gettext_lazy("Second step failed"),
    "sessions_ended": gettext_lazy("Sessions ended"),
    "password_changed": gettext_lazy("Password changed"),
    "password_chosen": gettext_lazy("Password chosen by a link"),
    "user_added": gettext_lazy("Person added"),
    "user_changed": gettext_lazy("Person changed"),
    "user_invited": gettext_lazy("Person invited"),
    "role_saved": gettext_lazy("Role saved"),
    "role_removed": gettext_lazy("Role removed"),
    "remedy_scenario_saved": gettext_lazy("Scenario of remedies saved"),
    "remedy_scenario_removed": gettext_lazy("Scenario of remedies removed"),
    "plan_changed": gettext_lazy("Plan changed"),
    "plan_change_undone": gettext_lazy("Change of a plan taken back"),
    "plan_published": gettext_lazy("Plan published"),
    "team_added": gettext_lazy("Team added"),
    "team_changed": gettext_lazy("Team changed"),
    "team_removed": gettext_lazy("Team removed"),
    "token_made": gettext_lazy("Token made"),
    "token_revoked": gettext_lazy("Token ended"),
    "setting_changed": gettext_lazy("Setting changed"),
    "load_asked": gettext_lazy("Load asked for"),
    "loaded": gettext_lazy("File loaded"),
    "load_undone": gettext_lazy("Load taken back"),
    "job_cancelled": gettext_lazy("Work cancelled"),
    "run_asked": gettext_lazy("Run asked for"),
    "run": gettext_lazy("Book computed"),
    "exported": gettext_lazy("Data exported"),
    "bulk_read": gettext_lazy("Many records read at once"),
    "export_asked": gettext_lazy("Export asked for"),
    "export_fetched": gettext_lazy("Export fetched"),
    "audit_exported": gettext_lazy("Audit trail exported"),
    "consent_recorded": gettext_lazy("Consent noted"),
    "customers_assigned": gettext_lazy("Customers given to an owner or team"),
    "customers_put_back": gettext_lazy("Customers given back as before"),
    "target_portfolio_set": gettext_lazy("Target portfolio set"),
    "target_portfolio_taken_back": gettext_lazy("Target portfolio taken back"),
    "answer_kept": gettext_lazy("Answer kept"),
    "answer_withdrawn": gettext_lazy("Answer withdrawn"),
    "strategic_reason_declared": gettext_lazy("Reason beyond money declared"),
    "strategic_reason_changed": gettext_lazy("Reason beyond money changed"),
    "strategic_reason_ended": gettext_lazy("Reason beyond money ended"),
    "strategic_reason_put_back": gettext_lazy("Reason beyond money put back"),
    "backed_up": gettext_lazy("Book backed up"),
    "restored": gettext_lazy("Backup restored"),
}
DETAILS: Mapping[str, str | Promise] = {
    "user": gettext_lazy("person"),
    "name": gettext_lazy("unknown name"),
    "address": gettext_lazy("address"),
    "by": gettext_lazy("by"),
    "kind": gettext_lazy("kind"),
    "roles": gettext_lazy("roles"),
    "teams": gettext_lazy("teams"),
    "team": gettext_lazy("team"),
    "parent": gettext_lazy("below"),
    "role": gettext_lazy("role"),
    "levels": gettext_lazy("levels"),
    "permissions": gettext_lazy("permissions"),
    "rules": gettext_lazy("field rules"),
    "token": gettext_lazy("token"),
    "scopes": gettext_lazy("may"),
    "days": gettext_lazy("days"),
    "active": gettext_lazy("may sign in"),
    "setting": gettext_lazy("setting"),
    "table": gettext_lazy("table"),
    "load": gettext_lazy("load"),
    "job": gettext_lazy("job"),
    "run": gettext_lazy("run"),
    "rows": gettext_lazy("rows"),
    "accepted": gettext_lazy("accepted"),
    "customers": gettext_lazy("customers"),
    "customer": gettext_lazy("customer"),
    "first": gettext_lazy("the first of them"),
    "owner": gettext_lazy("owner"),
    "target": gettext_lazy("target"),
    "answer": gettext_lazy("answer"),
    "reason": gettext_lazy("reason"),
    "strategic": gettext_lazy("kept for"),
    "until": gettext_lazy("until"),
    "ceiling": gettext_lazy("ceiling in the smallest unit"),
    "made_at": gettext_lazy("made"),
    "format": gettext_lazy("format"),
    "window": gettext_lazy("period"),
    "bytes": gettext_lazy("bytes"),
    "backup": gettext_lazy("backup"),
    "chosen": gettext_lazy("action"),
    "scenario": gettext_lazy("scenario"),
    "terms": gettext_lazy("terms"),
    "assumptions": gettext_lazy("assumptions"),
    "audience": gettext_lazy("for whom"),
}
METHODS: Mapping[str, str | Promise] = {
    "password": gettext_lazy("password"),
    "mfa": gettext_lazy("second step or passkey"),
    "socialaccount": gettext_lazy("single sign-on"),
    "totp": gettext_lazy("app"),
    "webauthn": gettext_lazy("passkey"),
    "recovery_codes": gettext_lazy("recovery codes"),
}
BY_NOBODY = ("sign_in_failed", "sign_in_limited", "second_step_failed", "single_sign_on_refused")
"""What happens before anybody has signed in."""


@dataclass(frozen=True)
class Names:
    """The names behind the numbers of the trail: of people, teams and roles."""

    people: Mapping[int, str] = field(default_factory=lambda: {u.pk: u.get_username() for u in queries.users()})
    teams: Mapping[int, str] = field(default_factory=queries.team_names)
    roles: Mapping[str, str] = field(default_factory=lambda: {r.code: words.role_label(r) for r in queries.roles()})


def action_said(code: str) -> str:
    """The action in words; one of a version that is newer says its code."""
    return str(ACTIONS.get(code, code.replace("_", " ")))


def actor_said(entry: "AuditEntry") -> str:
    """Who did it."""
    if entry.actor_id is not None:
        return entry.actor
    return _("Nobody signed in") if entry.action in BY_NOBODY else _("The program or its command line")


def details_said(entry: "AuditEntry", names: Names) -> list[tuple[str, str]]:
    """The details, each with its label."""
    return [(str(DETAILS.get(key, key)), _value(key, value, names)) for key, value in entry.details.items()]


def _value(key: str, value: Any, names: Names) -> str:
    writer = WRITERS.get(key)
    try:
        return writer(value, names) if writer else _plain(value)
    except (AttributeError, KeyError, TypeError, ValueError):
        return _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return "\N{EM DASH}"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value) or "\N{EM DASH}"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def _pseudonym(value: Any, names: Names) -> str:
    """Enough of it to see that two entries mean the same."""
    return f"#{value[:8]}"


def _person(value: Any, names: Names) -> str:
    return names.people.get(value, _plain(value))


def _team(value: Any, names: Names) -> str:
    return names.teams.get(value, _plain(value))


def _roles(value: Any, names: Names) -> str:
    return _plain([names.roles.get(code, code) for code in ([value] if isinstance(value, str) else value)])


def _methods(value: Any, names: Names) -> str:
    return _plain([str(METHODS.get(code, code)) for code in ([value] if isinstance(value, str) else value)])


def _strategic(value: Any, names: Names) -> str:
    return str(StrategicKind(value).label)


def _scopes(value: Any, names: Names) -> str:
    return _plain([words.scope_label(code) for code in value])


def _permissions(value: Any, names: Names) -> str:
    return _plain([str(Permission(code).label) for code in value])


def _levels(value: Any, names: Names) -> str:
    said = []
    for kind, given in value.items():
        actions = [f"{words.ACTIONS[action]} {Level(level).label}".lower() for action, level in given.items() if level]
        if actions:
            said.append(f"{kinds()[kind].label}: {', '.join(actions)}")
    return "; ".join(said) or "\N{EM DASH}"


def _rules(value: Any, names: Names) -> str:
    said = [
        f"{words.field_label(name)}: {FieldRule(rule).label}"
        for given in value.values()
        for name, rule in given.items()
    ]
    return ", ".join(said) or "\N{EM DASH}"


WRITERS: Mapping[str, Callable[[Any, Names], str]] = {
    "user": _person,
    "owner": _person,
    "team": _team,
    "parent": _team,
    "role": _roles,
    "roles": _roles,
    "by": _methods,
    "address": _pseudonym,
    "name": _pseudonym,
    "kind": _methods,
    "strategic": _strategic,
    "scopes": _scopes,
    "permissions": _permissions,
    "levels": _levels,
    "rules": _rules,
}
