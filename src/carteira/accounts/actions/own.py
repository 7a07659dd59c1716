"""What people change about themselves."""

from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth import password_validation
from django.db import transaction

from carteira.accounts.actions.people import set_full_name
from carteira.accounts.models import User
from carteira.errors import CarteiraError


@transaction.atomic
def change_profile(user: User, *, full_name: str, language: str, time_zone: str) -> None:
    """The person's own name, language and time zone; an empty one follows the browser, or the book.

    Raises `bad_full_name`, `unknown_language` or `unknown_time_zone`.
    """
    set_full_name(user, full_name)
    if language and language not in dict(settings.LANGUAGES):
        raise CarteiraError("unknown_language")
    if time_zone and time_zone not in available_timezones():
        raise CarteiraError("unknown_time_zone")
    user.language, user.time_zone = language, time_zone
    user.save(update_fields=("first_name", "last_name", "language", "time_zone"))


def remember_language(user: Any, language: str) -> None:
    """Keeps the language that a person chose; one that there is not is left out."""
    if language in dict(settings.LANGUAGES):
        User.objects.filter(pk=user.pk).update(language=language)


def password_rules() -> list[str]:
    """What a new password must be, one sentence each."""
    return [str(text) for text in password_validation.password_validators_help_texts()]
