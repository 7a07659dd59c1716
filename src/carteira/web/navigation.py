"""Where one can go: the destinations of the rail, in its order. One that has no page yet is not shown."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Destination:
    """A place in the rail. `page` names its address; the names of addresses inside it begin with it and a colon."""

    page: str
    label: str | Promise
    icon: str


@dataclass(frozen=True)
class Link:
    """A destination as one request sees it."""

    label: str | Promise
    icon: str
    url: str
    current: bool


DESTINATIONS = (
    Destination("portfolio", _("Portfolio"), "chart-area-line"),
    Destination("customers", _("Customers"), "users"),
    Destination("clean_portfolio", _("Clean portfolio"), "sparkles"),
    Destination("loads", _("Data"), "database"),
)


def links(request: HttpRequest) -> list[Link]:
    """The destinations that exist, the current one marked: a page `loads:detail` lies inside `loads`."""
    here = request.resolver_match.view_name.split(":")[0] if request.resolver_match else ""
    return [
        Link(destination.label, destination.icon, url, current=here == destination.page)
        for destination in DESTINATIONS
        if (url := address(destination.page))
    ]


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
