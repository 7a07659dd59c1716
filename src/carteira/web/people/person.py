"""One person: roles, teams, names, and how they sign in."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from carteira.accounts import audit, queries
from carteira.accounts.actions.own import password_rules
from carteira.accounts.actions.people import change_password, change_user
from carteira.accounts.granting import check_covers, given_to
from carteira.errors import CarteiraError
from carteira.web.people import inviting, sections
from carteira.web.people.errors import place_error
from carteira.web.people.forms import PasswordForm, PersonForm, of_person, team_tree
from carteira.web.people.words import person_label, role_label
from carteira.web.signing_in import sessions
from carteira.web.signing_in.account import second_steps
from carteira.web.signing_in.mailing import ask_reset
from carteira.web.signing_in.tokens import living
from carteira.web.toasts import toast

if TYPE_CHECKING:
    from carteira.accounts.models import User


def page(request: HttpRequest, user_id: int) -> HttpResponse:
    """The person."""
    return _shown(request, _person(user_id))


@require_POST
def change(request: HttpRequest, user_id: int) -> HttpResponse:
    """Changes what was said of the person."""
    user = _person(user_id)
    form = PersonForm(request.POST)
    if form.is_valid():
        try:
            changed = change_user(user.get_username(), **form.cleaned_data, by=request.user)
        except CarteiraError as error:
            place_error(form, error)
        else:
            if not changed.is_active:
                sessions.end_sessions(changed)
            toast(request, _("Saved."))
            return redirect("settings:person", user_id)
    return _shown(request, user, form=form)


@require_POST
@sensitive_post_parameters("password")
def set_password(request: HttpRequest, user_id: int) -> HttpResponse:
    """Gives the person another password; their sessions and tokens end."""
    user = _person(user_id)
    form = PasswordForm(request.POST)
    if form.is_valid():
        try:
            changed = change_password(user.get_username(), form.cleaned_data["password"], by=request.user)
        except CarteiraError as error:
            place_error(form, error)
        else:
            sessions.end_sessions(changed)
            toast(request, _("The password is set. Sessions and tokens of this person have ended."))
            return redirect("settings:person", user_id)
    return _shown(request, user, password=form)


@require_POST
def send_link(request: HttpRequest, user_id: int) -> HttpResponse:
    """Invites who has no password yet; mails a link for another one to who has."""
    user = _person(user_id)
    if not user.has_usable_password():
        return inviting.invited(request, user)
    if not settings.MAIL_ENABLED:
        raise Http404
    check_covers(request.user, given_to(user))
    ask_reset(user)
    toast(request, _("A link to choose another password is on its way by mail. It holds for an hour."))
    return redirect("settings:person", user_id)


@require_POST
def sign_out(request: HttpRequest, user_id: int) -> HttpResponse:
    """Signs the person out everywhere."""
    user = _person(user_id)
    check_covers(request.user, given_to(user))
    own = request.session.session_key if user == request.user else None
    sessions.end_sessions(user, but=own)
    audit.record(request.user, "sessions_ended", user=user.pk)
    toast(request, _("Signed out everywhere."))
    return redirect("settings:person", user_id)


@require_POST
def remove_second_step(request: HttpRequest, user_id: int) -> HttpResponse:
    """Removes app, codes and passkeys of somebody who lost them; the password alone then signs in."""
    user = _person(user_id)
    check_covers(request.user, given_to(user))
    sessions.remove_second_steps(user)
    audit.record(request.user, "second_step_removed", user=user.pk)
    toast(request, _("The second step is removed. The person signs in with the password alone and can set it up anew."))
    return redirect("settings:person", user_id)


def _person(user_id: int) -> "User":
    user = queries.user_of(user_id)
    if user is None:
        raise Http404
    return user


def _shown(request: HttpRequest, user: "User", **forms: Form) -> HttpResponse:
    steps = second_steps(user)
    context: dict[str, Any] = {
        **sections.context(request, "people"),
        "person": user,
        "label": person_label(user),
        "roles": [role_label(role) for role in user.roles.all()],
        "form": PersonForm(initial=of_person(user)),
        "password": PasswordForm(),
        "rules": password_rules(),
        "team_tree": team_tree(),
        "has_second_step": bool(steps["app"] or steps["passkeys"]),
        "sessions": sessions.count(user),
        "tokens": len(living(queries.tokens(user))),
        "mails": settings.MAIL_ENABLED and bool(user.email),
        **forms,
    }
    return render(request, "web/people/person.html", context, status=422 if forms else 200)
