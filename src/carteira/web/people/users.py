"""The list of people, and adding one."""

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from carteira.accounts import queries
from carteira.accounts.actions.own import password_rules
from carteira.accounts.actions.people import add_user
from carteira.errors import CarteiraError
from carteira.web.lists.private import keep, kept
from carteira.web.people import inviting, sections
from carteira.web.people.errors import place_error
from carteira.web.people.forms import NewPersonForm, team_tree
from carteira.web.people.words import person_label, role_label
from carteira.web.toasts import toast

if TYPE_CHECKING:
    from carteira.accounts.models import User

SHOWN = 50
TEXT = "people"
"""What words to search for people by are kept as."""


def people(request: HttpRequest) -> HttpResponse:
    """A page of the people whose name, e-mail, role or team holds the words that were searched for.

    The words are names and e-mail addresses: they stay in the session, and the address has their key (`find`).
    """
    key = request.GET.get("find", "")
    hidden = kept(request.session, key) if key else []
    words = dict(hidden or []).get(TEXT, "")
    everybody = queries.users()
    found = [user for user in everybody if words.casefold() in _text_of(user)]
    shown = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    context = {
        **sections.context(request, "people"),
        "people": [(user, person_label(user), [role_label(role) for role in user.roles.all()]) for user in shown],
        "pages": shown,
        "active": sum(user.is_active for user in everybody),
        "without_role": sum(user.is_active and not user.roles.all() for user in everybody),
        "words": words,
        "find": key if words else "",
        "lost": hidden is None,
    }
    return render(request, "web/people/people.html", context)


@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Leads to the people whom the words fit."""
    words = request.POST.get("q", "").strip()[:100]
    key = keep(request.session, [(TEXT, words)] if words else [])
    return redirect(reverse("settings:people") + (f"?{urlencode({'find': key})}" if key else ""))


@sensitive_post_parameters("password")
def new(request: HttpRequest) -> HttpResponse:
    """Adds a person: with a password, or by a link through which they choose one."""
    form = NewPersonForm(request.POST or None)
    if form.is_valid():
        try:
            user = _added(request, form.cleaned_data)
        except CarteiraError as error:
            place_error(form, error)
        else:
            if form.cleaned_data["password"]:
                toast(request, _("The person is added and may sign in."))
                return redirect("settings:person", user.pk)
            return inviting.invited(request, user)
    context = {
        **sections.context(request, "people"),
        "form": form,
        "rules": password_rules(),
        "team_tree": team_tree(),
    }
    return render(request, "web/people/new_person.html", context, status=422 if form.is_bound else 200)


def _added(request: HttpRequest, given: dict[str, Any]) -> "User":
    return add_user(
        given["username"],
        given["password"] or None,
        roles=given["roles"],
        teams=given["teams"],
        employee=given["employee"],
        email=given["email"],
        full_name=given["full_name"],
        by=request.user,
    )


def _text_of(user: "User") -> str:
    parts = [user.get_username(), user.get_full_name(), user.email, user.employee or ""]
    parts += [role_label(role) for role in user.roles.all()] + [team.name for team in user.teams.all()]
    return "\n".join(parts).casefold()
