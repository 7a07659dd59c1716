"""Saving a view of the customer list, changing it, removing it and bringing it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carteira.accounts.access import access_of
from carteira.book.queries import currency
from carteira.book.settings import minor_factor
from carteira.differentiate.actions import bring_back_view, change_view, open_first, remove_view, save_view
from carteira.differentiate.choices import CUSTOMER_LIST
from carteira.differentiate.selection_parts import Parts, parts_of, without_personal
from carteira.web.customers.selection import asked_of, list_address
from carteira.web.customers.tabs import EVERYBODY
from carteira.web.toasts import toast


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """A new view of the list as it stands. Fields: `name`, `audience` ("me", "everybody", "team:" and its number),
    `first` to open the list with it, `query`."""
    access = access_of(request.user)
    view = save_view(access, CUSTOMER_LIST, request.POST.get("name", ""), _parts(request), *_audience(request))
    if request.POST.get("first"):
        open_first(access, CUSTOMER_LIST, str(view.pk))
    toast(request, _("The view was saved."))
    return _to(str(view.pk))


@require_POST
def change(request: HttpRequest, view_id: int) -> HttpResponse:
    """The view with another name or audience, or with `query` as the list that it shows."""
    access = access_of(request.user)
    changes: dict[str, Any] = {}
    if "name" in request.POST:
        audience, team = _audience(request)
        changes = {"name": request.POST["name"], "audience": audience, "team": team}
    if "query" in request.POST:
        changes["parts"] = _parts(request)
    change_view(access, CUSTOMER_LIST, view_id, **changes)
    toast(request, _("The view was changed."))
    return _to(str(view_id))


@require_POST
def remove(request: HttpRequest, view_id: int) -> HttpResponse:
    """Removes the view; the toast brings it back."""
    remove_view(access_of(request.user), CUSTOMER_LIST, view_id)
    toast(request, _("The view was removed."), reverse("customers:view_back", args=(view_id,)))
    return _to(EVERYBODY)


@require_POST
def bring_back(request: HttpRequest, view_id: int) -> HttpResponse:
    """Undoes a removal."""
    view = bring_back_view(access_of(request.user), CUSTOMER_LIST, view_id)
    return _to(str(view.pk))


@require_POST
def first(request: HttpRequest) -> HttpResponse:
    """Makes the list open with a view from now on. Field: `view`, "all" for every customer."""
    code = request.POST.get("view", "")
    open_first(access_of(request.user), CUSTOMER_LIST, "" if code == EVERYBODY else code)
    toast(request, _("The list opens with this view from now on."))
    return _to(code or EVERYBODY)


def _parts(request: HttpRequest) -> Parts:
    """The list that the form names, without personal data."""
    factor = minor_factor(currency())
    asked = asked_of(request, factor, QueryDict(request.POST.get("query", "")))
    return parts_of(without_personal(asked.selection), factor)


def _audience(request: HttpRequest) -> tuple[str, int | None]:
    audience, _colon, team = request.POST.get("audience", "me").partition(":")
    return audience, int(team) if team.isascii() and team.isdecimal() and len(team) < 10 else None


def _to(code: str) -> HttpResponse:
    return redirect(list_address([("view", code)]))
