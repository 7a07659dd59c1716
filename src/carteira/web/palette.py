"""What the command palette offers beside customers and destinations: what this person may do from any page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from carteira.accounts.access import Access, access_of
from carteira.accounts.choices import Level


@dataclass(frozen=True)
class Command:
    """Something to do. `url` is opened, or with `posted` (a field and its value) sent there; `does` names what the page
    does itself."""

    label: str | Promise
    icon: str
    url: str = ""
    posted: tuple[str, str] | None = None
    does: str = ""
    language: str = ""


@dataclass(frozen=True)
class Palette:
    """`searches`: customers can be found at all; `limited`: but not all of them."""

    commands: tuple[Command, ...]
    searches: bool
    limited: bool


def palette(request: HttpRequest) -> Palette:
    """The palette of the person who asks."""
    access = access_of(request.user)
    level = access.level("customers", "read")
    return Palette(tuple(_commands(access)), level > Level.NONE, level < Level.ALL)


def _commands(access: Access) -> Iterator[Command]:
    if access.can("loads", "create"):
        yield Command(_("Load a file"), "file-upload", reverse("loads:new"))
    if access.can("runs", "create"):
        yield Command(_("Compute the book"), "refresh", reverse("loads:run"), ("window", ""))
    yield Command(_("Switch between light and dark"), "moon", does="theme-toggle")
    yield Command(_("Keyboard shortcuts"), "keyboard", does="shortcuts-open")
    for code, name in settings.LANGUAGES:
        if code != get_language():
            yield Command(name, "language", reverse("set_language"), ("language", code), language=code)
