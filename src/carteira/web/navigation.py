"""Where one can go: the destinations of the rail, in its order. One that has no page yet is not shown."""

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carteira.accounts.access import access_of
from carteira.web.needs import SIGNED_IN, has_scope


@dataclass(frozen=True)
class Destination:
    """A place in the rail. `page` names its address; the names of addresses inside it begin with it and a colon.

    `key` after a g goes there. Shown to who has what its address needs, or one of `scopes` where these are given.
    """

    page: str
    label: str | Promise
    icon: str
    key: str = ""
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """A destination as one request sees it."""

    label: str | Promise
    icon: str
    url: str
    current: bool
    key: str = ""


DESTINATIONS = (
    Destination("portfolio", _("Portfolio"), "chart-area-line", "p"),
    Destination("today", _("Today"), "calendar-due", "t"),
    Destination("customers", _("Customers"), "users", "c"),
    Destination("plan", _("Plan"), "list-check", "w"),
    Destination("clean_portfolio", _("Clean portfolio"), "sparkles", "l"),
    Destination("questions", _("Questions to ask"), "message", "q"),
    Destination("loads", _("Data"), "database", "d"),
    Destination("settings", _("Settings"), "settings", "s", ("users:read", "audit:read", "manage_settings")),
)


def links(request: HttpRequest) -> list[Link]:
    """The destinations that exist and that the person may open, the current one marked: a page `loads:detail` lies
    inside `loads`."""
    here = request.resolver_match.view_name.split(":")[0] if request.resolver_match else ""
    return [
        Link(destination.label, destination.icon, url, here == destination.page, destination.key)
        for destination in DESTINATIONS
        if (url := address(destination.page)) and _is_open(request, destination, url)
    ]


def _is_open(request: HttpRequest, destination: Destination, url: str) -> bool:
    access = access_of(getattr(request, "user", None))
    return any(has_scope(access, scope) for scope in destination.scopes or (_scope_of(url),))


@cache
def _scope_of(url: str) -> str:
    """What the address asks of who opens it."""
    return str(getattr(resolve(url).func, "needs", SIGNED_IN))


@cache
def address(page: str) -> str:
    """The address of a page by its name, or of a group's list by the name of the group; empty where there is none."""
    for name in (page, f"{page}:list"):
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


def customer_url(customer_id: int) -> str:
    """The address of a customer's page."""
    return reverse("customers:page", args=(customer_id,))
