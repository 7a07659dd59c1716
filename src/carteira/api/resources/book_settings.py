"""The book's settings."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, RootModel

from carteira.accounts import audit
from carteira.accounts.choices import Permission
from carteira.api.authentication import ApiRequest
from carteira.api.conditions import SETTINGS_LOCK, check_unchanged, etag_of, one_at_a_time
from carteira.api.operations import Answers, operation
from carteira.book import settings as book_settings

router = Router(tags=["settings"])
SCOPE = Permission.MANAGE_SETTINGS.value
LINKS = {
    "change_settings": {
        "operationId": "change_settings",
        "parameters": {"header.If-Match": "$response.header.ETag"},
    }
}


class SettingShown(BaseModel):
    """A setting, its default and its meaning. One that is `fixed` cannot change; any other counts from the next run."""

    value: Any
    default: Any
    meaning: str
    allowed: str
    fixed: bool


class Settings(RootModel[dict[str, SettingShown]]):
    """The settings by key."""


class SettingsChange(RootModel[dict[str, Any]]):
    """New values by key; what is left out stays."""


@operation(router, "GET", "/settings", scope=SCOPE, answers=Answers(Settings, headers=["ETag"], links=LINKS))
def settings(request: ApiRequest, response: HttpResponse) -> Settings:
    """Every setting of the book."""
    response.headers["ETag"] = etag_of(book_settings.values())
    return shown(book_settings.values())


@operation(
    router,
    "PATCH",
    "/settings",
    scope=SCOPE,
    conditional=True,
    answers=Answers(Settings, headers=["ETag"], links=LINKS),
)
@transaction.atomic
def change_settings(request: ApiRequest, response: HttpResponse, body: SettingsChange) -> Settings:
    """Change settings, all of those given or none."""
    one_at_a_time(SETTINGS_LOCK)
    check_unchanged(request, etag_of(book_settings.values()))
    for key, value in body.root.items():
        book_settings.change(key, value)
        audit.record(request.auth.user, "setting_changed", setting=key)
    response.headers["ETag"] = etag_of(book_settings.values())
    return shown(book_settings.values())


def shown(values: dict[str, Any]) -> Settings:
    return Settings(
        {
            key: SettingShown(
                value=values[key],
                default=definition.default,
                meaning=definition.meaning,
                allowed=definition.allowed,
                fixed=definition.fixed,
            )
            for key, definition in book_settings.SETTINGS.items()
        }
    )
