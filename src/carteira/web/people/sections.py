"""The sections of the settings: which of them a person may open."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carteira.accounts.access import access_of
from carteira.errors import CarteiraError
from carteira.web.needs import has_scope


@dataclass(frozen=True)
class Section:
    """A section by the name of its address, with what it takes to open it."""

    name: str
    label: str | Promise
    icon: str
    scope: str


SECTIONS = (
    Section("people", _("People"), "users", "users:read"),
    Section("teams", _("Teams"), "sitemap", "users:read"),
    Section("roles", _("Roles"), "shield", "users:read"),
    Section("tokens", _("Tokens"), "key", "users:read"),
    Section("book", _("Book"), "adjustments-horizontal", "manage_settings"),
    Section("audit", _("Audit trail"), "history", "audit:read"),
)


def index(request: HttpRequest) -> HttpResponse:
    """The first section that the person may open. Raises `not_allowed` where there is none."""
    for section in open_to(request):
        return redirect(f"settings:{section.name}")
    raise CarteiraError("not_allowed", hint="ask_your_administrator")


def open_to(request: HttpRequest) -> list[Section]:
    """The sections that the person may open."""
    access = access_of(request.user)
    return [section for section in SECTIONS if has_scope(access, section.scope)]


def context(request: HttpRequest, current: str) -> dict[str, object]:
    """What every page of the settings shows: the sections, and what this person may do to people."""
    access = access_of(request.user)
    return {
        "sections": [(each, reverse(f"settings:{each.name}"), each.name == current) for each in open_to(request)],
        "may_add": access.can("users", "create"),
        "may_change": access.can("users", "edit"),
        "may_remove": access.can("users", "delete"),
    }
