"""Reads of people, teams, roles, tokens and the audit trail."""

from collections.abc import Iterable

from django.db.models import QuerySet

from carteira.accounts.models import AuditEntry, Role, Team, Token, User


def users() -> list[User]:
    """Everybody, by name, with their roles and teams."""
    return list(User.objects.order_by("username").prefetch_related("roles", "teams"))


def user_of(user_id: int) -> User | None:
    return User.objects.filter(pk=user_id).first()


def teams() -> list[Team]:
    """Every team, by name."""
    return list(Team.objects.order_by("name").select_related("parent"))


def roles() -> list[Role]:
    """Every role, the ready-made first."""
    return list(Role.objects.order_by("-ready_made", "id"))


def tokens(user: User | None = None) -> list[Token]:
    """The tokens of a person, or everybody's, the newest first."""
    found = Token.objects.order_by("-id").select_related("user")
    return list(found.filter(user=user) if user else found)


def audit_entries() -> QuerySet[AuditEntry]:
    """The trail, the newest first."""
    return AuditEntry.objects.order_by("-id")


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
