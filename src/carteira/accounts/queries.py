"""Reads of people, teams, roles, tokens and the audit trail."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from carteira.accounts.models import AuditEntry, Role, Team, Token, User
from carteira.accounts.roles import ADMINISTRATOR


def users() -> list[User]:
    """Everybody, by name, with their roles and teams."""
    return list(User.objects.order_by("username").prefetch_related("roles", "teams"))


def user_of(user_id: int) -> User | None:
    return User.objects.filter(pk=user_id).first()


def person_of(login: str) -> User | None:
    """Whoever signs in as this: the user name whatever its case, else the e-mail of exactly one person."""
    named = User.objects.filter(username__iexact=login).first()
    return named or person_of_email(login)


def person_of_email(email: str) -> User | None:
    """The one person who has this e-mail, whatever the case of its ASCII letters; None where nobody, or several do.

    Letters that only look alike after changing their case (ı, K) are not the same: a database may say that they are.
    """
    alike = list(User.objects.filter(email__iexact=email)[:3]) if email else []
    found = [user for user in alike if _same_email(user.email, email)]
    return found[0] if len(found) == 1 else None


def _same_email(one: str, other: str) -> bool:
    return one == other or (one.isascii() and other.isascii() and one.lower() == other.lower())


def administrators() -> list[User]:
    """The active people who may change people, by name."""
    return list(User.objects.filter(is_active=True, roles__code=ADMINISTRATOR).order_by("username"))


def teams() -> list[Team]:
    """Every team, by name."""
    return list(Team.objects.order_by("name").select_related("parent"))


def roles() -> list[Role]:
    """Every role, the ready-made first."""
    return list(Role.objects.order_by("-ready_made", "id"))


def role_codes(user_id: int | None) -> frozenset[str]:
    """The codes of the roles of a person; none for nobody."""
    return frozenset(Role.objects.filter(people=user_id).values_list("code", flat=True)) if user_id else frozenset()


def people_by_team() -> dict[int, int]:
    """How many people each team has, without those of the teams below."""
    return dict(Team.objects.filter(people__isnull=False).values_list("id").annotate(Count("people")))


def people_by_role() -> dict[int, int]:
    """How many people have each role."""
    return dict(Role.objects.filter(people__isnull=False).values_list("id").annotate(Count("people")))


def unsaved_role(
    name: str, levels: Mapping[str, Any], permissions: Sequence[str], field_rules: Mapping[str, Any]
) -> Role:
    """A role as it could become."""
    return Role(name=name, levels=dict(levels), permissions=list(permissions), field_rules=dict(field_rules))


def tokens(user: User | None = None) -> list[Token]:
    """The tokens of a person, or everybody's, the newest first."""
    found = Token.objects.order_by("-id").select_related("user")
    return list(found.filter(user=user) if user else found)


def audit_entries(
    actor_id: int | None = None, action: str = "", since: datetime | None = None, until: datetime | None = None
) -> QuerySet[AuditEntry]:
    """The trail, the newest first: of one person, of one action, from `since` to before `until`."""
    found = AuditEntry.objects.order_by("-id")
    wanted = {"actor_id": actor_id, "action": action or None, "at__gte": since, "at__lt": until}
    return found.filter(**{name: value for name, value in wanted.items() if value is not None})


def audit_actions() -> list[str]:
    """Every action that the trail tells of."""
    return list(AuditEntry.objects.order_by("action").values_list("action", flat=True).distinct())


def owners() -> dict[str, int]:
    """The person that each owner named in the files is, by that name."""
    return {str(name): pk for name, pk in User.objects.exclude(employee=None).values_list("employee", "id")}


def team_ids() -> dict[str, int]:
    """The team of each name."""
    return dict(Team.objects.values_list("name", "id"))


def owner_names() -> dict[int, str]:
    """How to call each person as an owner: the name in the files, else the own one."""
    return {user.pk: user.employee or user.get_full_name() or user.username for user in User.objects.all()}


def team_names() -> dict[int, str]:
    return dict(Team.objects.values_list("id", "name"))


def people_of(team_numbers: Iterable[int] | None) -> set[int]:
    """The active people who belong to one of these teams; None: everybody who is active."""
    found = User.objects.filter(is_active=True)
    if team_numbers is not None:
        found = found.filter(teams__in=list(team_numbers))
    return set(found.values_list("pk", flat=True))


def with_parents(found: Iterable[int]) -> set[int]:
    """The teams of these numbers, and all those above them."""
    known, waiting = set(found), list(found)
    parents = dict(Team.objects.values_list("id", "parent_id")) if known else {}
    while waiting:
        above = parents.get(waiting.pop())
        if above is not None and above not in known:
            known.add(above)
            waiting.append(above)
    return known
