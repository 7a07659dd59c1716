"""Whose password it is: exactly one hash is computed for every attempt, so that its time tells nothing."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model
from django.http import HttpRequest

from carteira.accounts.queries import person_of


class PasswordBackend(AuthenticationBackend):
    """User name or e-mail, and password. An inactive person is refused as an unknown one is."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        login, password = credentials.get("username"), credentials.get("password")
        if not login or not password:
            return None
        user = person_of(login)
        if user is None:
            get_user_model()().set_password(password)
            return None
        right = user.check_password(password)
        return user if right and self.user_can_authenticate(user) else None
