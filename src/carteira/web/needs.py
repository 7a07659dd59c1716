"""What each address asks of who calls it: written in the table of addresses, checked before the view runs."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from carteira.accounts.access import Access, access_of
from carteira.errors import CarteiraError
from carteira.web.refused import refusal

View = TypeVar("View", bound=Callable[..., Any])

SIGNED_IN = "signed_in"
"""Whoever has signed in."""
TRUSTED = ("allauth.", "django.contrib.auth.", "django.views.i18n", "ninja.")
"""Modules whose views look after themselves."""


def needs(scope: str, view: View) -> View:
    """The view for those who have the scope: "kind:action", the name of a permission, or SIGNED_IN."""
    view.needs = scope  # type: ignore[attr-defined]
    return view


def has_scope(access: Access, scope: str) -> bool:
    """Whether the access has the scope, and sees single records where it speaks of a kind of record."""
    kind, _, action = scope.partition(":")
    return scope == SIGNED_IN or (access.can(kind, action) if action else access.may(scope))


def check_scope(request: HttpRequest, scope: str) -> None:
    """Raises `not_allowed` where the person of the request lacks the scope."""
    access = access_of(request.user)
    kind, _, action = scope.partition(":")
    if action and not (kind == "customers" and action == "read" and access.aggregates_only):
        access.check(kind, action)
    elif not action and scope != SIGNED_IN:
        access.check_may(scope)


class Needs:
    """Refuses a request whose person lacks what the address asks for, and every address that asks for nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view, "login_required", True) or view.__module__.startswith(TRUSTED):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            check_scope(request, getattr(view, "needs", "nothing that is granted"))
        except CarteiraError as error:
            return refusal(request, error)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """Says any refusal on a page of its own."""
        return refusal(request, error) if isinstance(error, CarteiraError) else None
