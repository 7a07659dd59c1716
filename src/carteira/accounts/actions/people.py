"""Adding people, changing them, and their passwords."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from carteira.accounts import audit, links
from carteira.accounts.granting import check_covers, check_whole_reach, given_to
from carteira.accounts.models import Role, Team, Token, User
from carteira.accounts.roles import ADMINISTRATOR
from carteira.accounts.signals import owners_changed
from carteira.errors import CarteiraError

FIRST_USER = "admin"
LONGEST_EMPLOYEE = 200
LONGEST_EMAIL = 254


@transaction.atomic
def add_user(
    name: str,
    password: str | None,
    *,
    roles: Iterable[str] = (),
    teams: Iterable[str] = (),
    employee: str = "",
    email: str = "",
    full_name: str = "",
    by: Any = None,
) -> User:
    """A new person, with roles by code and teams by name. Without a password nobody can sign in as this person yet.

    Raises `user_exists`, `bad_user_name`, `weak_password`, `bad_email`, `email_taken`, `bad_full_name`, `bad_employee`,
    `employee_taken`, `unknown_role`, `unknown_team`, and `beyond_own_access` where that is more than `by` may.
    """
    user = User(username=_free_name(name))
    set_full_name(user, full_name)
    _set_password(user, password)
    _set_email(user, email)
    _set_employee(user, employee, by)
    user.save()
    user.roles.set(_roles(roles))
    user.teams.set(_teams(teams))
    check_covers(by, given_to(user))
    audit.record(by, "user_added", user=user.pk, roles=sorted(roles), teams=sorted(teams))
    if employee:
        owners_changed.send(User)
    return user


@transaction.atomic
def change_user(
    name: str,
    *,
    roles: Iterable[str] | None = None,
    teams: Iterable[str] | None = None,
    employee: str | None = None,
    email: str | None = None,
    full_name: str | None = None,
    active: bool | None = None,
    by: Any = None,
) -> User:
    """The person with what is given changed; None leaves a thing as it is.

    Raises as `add_user`, `unknown_user`, and `last_administrator` where nobody would be left who may change people.
    """
    user = named_user(name)
    check_covers(by, given_to(user))
    if full_name is not None:
        set_full_name(user, full_name)
    was_administrator = user.is_active and user.roles.filter(code=ADMINISTRATOR).exists()
    if email is not None:
        _set_email(user, email)
    if employee is not None:
        _set_employee(user, employee, by)
    if active is not None:
        user.is_active = active
    user.save()
    if roles is not None:
        user.roles.set(_roles(roles))
    if teams is not None:
        user.teams.set(_teams(teams))
    check_covers(by, given_to(user))
    if active is False:
        revoke_tokens_of(user)
    if was_administrator:
        _check_administrator_left()
    _record_changes(by, user, roles, teams, active)
    if employee is not None:
        owners_changed.send(User)
    return user


@transaction.atomic
def change_password(name: str, password: str, by: Any = None) -> User:
    """The person with another password: every session ends, and every token is revoked.

    Raises `unknown_user`, `weak_password`, or `beyond_own_access` where the person may more than `by` may.
    """
    user = named_user(name)
    check_covers(by, given_to(user))
    _replace_password(user, password)
    audit.record(by, "password_changed", user=user.pk)
    return user


@transaction.atomic
def choose_password(key: str, password: str) -> User:
    """The person who holds the key of a link, with the password that they chose; see `change_password`.

    Raises `link_spent` for a key that is forged, spent or too old, or `weak_password`.
    """
    user = links.person_of_key(key)
    if user is None:
        raise CarteiraError("link_spent", hint="ask_for_another_link")
    _replace_password(user, password)
    audit.record(user, "password_chosen", user=user.pk)
    return user


@transaction.atomic
def invite(name: str, by: Any = None) -> str:
    """The key of a link by which the person chooses a first password; earlier links are spent.

    Raises `unknown_user`, `already_has_password`, or `beyond_own_access`.
    """
    user = named_user(name)
    if user.has_usable_password():
        raise CarteiraError("already_has_password", name=name)
    check_covers(by, given_to(user))
    user.set_unusable_password()
    user.save(update_fields=("password",))
    audit.record(by, "user_invited", user=user.pk)
    return links.make_key(user, links.INVITATION)


def first_user() -> tuple[str, str] | None:
    """Where nobody can sign in yet: a new administrator FIRST_USER with a random password, as (name, password)."""
    if User.objects.exists():
        return None
    password = secrets.token_urlsafe(12)
    return add_user(FIRST_USER, password, roles=[ADMINISTRATOR]).username, password


def has_administrator() -> bool:
    """Whether there is an active person who may change people."""
    return User.objects.filter(is_active=True, roles__code=ADMINISTRATOR).exists()


def named_user(name: str) -> User:
    """The person of that name. Raises `unknown_user`."""
    user = User.objects.filter(username=name).first()
    if user is None:
        raise CarteiraError("unknown_user", name=name)
    return user


def set_full_name(user: User, full_name: str) -> None:
    """Gives the person, not saved yet, another name. Raises `bad_full_name`."""
    text = " ".join(full_name.split())
    user.first_name, _, user.last_name = text.partition(" ")
    if not text.isprintable() or max(len(user.first_name), len(user.last_name)) > 150:
        raise CarteiraError("bad_full_name")


def revoke_tokens_of(user: User) -> None:
    Token.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())


def _check_administrator_left() -> None:
    """Raises `last_administrator` where no active person may change people."""
    if not has_administrator():
        raise CarteiraError("last_administrator", hint="name_another_administrator")


def _free_name(name: str) -> str:
    """The name to sign in with. Raises `bad_user_name` or `user_exists`."""
    try:
        User._meta.get_field("username").clean(name, None)
    except ValidationError as error:
        raise CarteiraError("bad_user_name", name=name) from error
    if User.objects.filter(username__iexact=name).exists():
        raise CarteiraError("user_exists", name=name)
    return name


def _record_changes(
    by: Any, user: User, roles: Iterable[str] | None, teams: Iterable[str] | None, active: bool | None
) -> None:
    changes = {"roles": roles, "teams": teams}
    told = {key: sorted(value) for key, value in changes.items() if value is not None}
    audit.record(by, "user_changed", user=user.pk, **told, **({} if active is None else {"active": active}))


def _replace_password(user: User, password: str) -> None:
    _set_password(user, password)
    user.save(update_fields=("password",))
    revoke_tokens_of(user)


def _set_password(user: User, password: str | None) -> None:
    if password is None:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise CarteiraError("weak_password", reasons=" ".join(error.messages)) from error
    user.set_password(password)


def _set_email(user: User, email: str) -> None:
    try:
        if email:
            validate_email(email)
    except ValidationError as error:
        raise CarteiraError("bad_email") from error
    if len(email) > LONGEST_EMAIL:
        raise CarteiraError("bad_email")
    if email and User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
        raise CarteiraError("email_taken")
    user.email = email


def _set_employee(user: User, employee: str, by: Any) -> None:
    if employee == (user.employee or ""):
        return
    check_whole_reach(by)  # customers follow the name
    if len(employee) > LONGEST_EMPLOYEE or not employee.isprintable():
        raise CarteiraError("bad_employee")
    if employee and User.objects.filter(employee=employee).exclude(pk=user.pk).exists():
        raise CarteiraError("employee_taken", employee=employee)
    user.employee = employee or None


def _roles(codes: Iterable[str]) -> list[Role]:
    wanted = list(codes)
    found = {role.code: role for role in Role.objects.filter(code__in=wanted)}
    for code in wanted:
        if code not in found:
            known = ", ".join(Role.objects.order_by("code").values_list("code", flat=True))
            raise CarteiraError("unknown_role", role=code, known=known)
    return list(found.values())


def _teams(names: Iterable[str]) -> list[Team]:
    wanted = list(names)
    found = {team.name: team for team in Team.objects.filter(name__in=wanted)}
    for name in wanted:
        if name not in found:
            raise CarteiraError("unknown_team", team=name)
    return list(found.values())
