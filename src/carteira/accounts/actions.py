"""Adding people and changing their passwords."""

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from carteira.accounts.models import User
from carteira.errors import CarteiraError

FIRST_USER = "admin"


def add_user(name: str, password: str) -> User:
    """A new person who may sign in. Raises `user_exists`, `bad_user_name` or `weak_password`."""
    if User.objects.filter(username__iexact=name).exists():
        raise CarteiraError("user_exists", name=name)
    user = User(username=name)
    try:
        user.username_validator(name)
    except ValidationError as error:
        raise CarteiraError("bad_user_name", name=name) from error
    _set_password(user, password)
    user.save()
    return user


def change_password(name: str, password: str) -> User:
    """The person with another password. Raises `unknown_user` or `weak_password`."""
    user = User.objects.filter(username=name).first()
    if user is None:
        raise CarteiraError("unknown_user", name=name)
    _set_password(user, password)
    user.save(update_fields=("password",))
    return user


def first_user() -> tuple[str, str] | None:
    """Where nobody can sign in yet: a new person FIRST_USER with a random password, as (name, password)."""
    if User.objects.exists():
        return None
    password = secrets.token_urlsafe(12)
    return add_user(FIRST_USER, password).username, password


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise CarteiraError("weak_password", reasons=" ".join(error.messages)) from error
    user.set_password(password)
