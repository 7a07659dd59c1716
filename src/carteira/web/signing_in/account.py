"""Your account: who you are, how you sign in, where you are signed in, and your tokens."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from carteira.accounts import audit
from carteira.accounts.actions.own import change_profile, password_rules
from carteira.accounts.actions.people import change_password as replace_password
from carteira.errors import CarteiraError
from carteira.web.refused import page_sentence
from carteira.web.signing_in import sessions, tokens
from carteira.web.signing_in.adapters import AccountAdapter
from carteira.web.signing_in.forms import ChangePasswordForm, ProfileForm
from carteira.web.signing_in.oidc import provider_name
from carteira.web.toasts import toast


def page(request: HttpRequest) -> HttpResponse:
    """Your account; a POST changes name, language and time zone."""
    if request.method != "POST":
        return show(request)
    form = ProfileForm(request.POST)
    if form.is_valid():
        try:
            change_profile(_user(request), **form.cleaned_data)
        except CarteiraError as error:
            form.add_error(None, page_sentence(error))
        else:
            translation.activate(form.cleaned_data["language"] or translation.get_language())
            toast(request, _("Saved."))
            return redirect("account")
    return show(request, profile=form)


@require_POST
@sensitive_post_parameters("old", "password")
def change_password(request: HttpRequest) -> HttpResponse:
    """Replaces the password: every other session ends, and every token."""
    form = ChangePasswordForm(request.POST)
    if form.is_valid() and _is_right(request, form):
        user = _user(request)
        try:
            changed = replace_password(user.get_username(), form.cleaned_data["password"], by=user)
        except CarteiraError as error:
            form.add_error("password", page_sentence(error))
        else:
            sessions.end_sessions(changed, but=request.session.session_key)
            update_session_auth_hash(request, changed)
            sessions.follow_key(request)
            toast(
                request, _("Your password is changed. You are signed out everywhere else, and your tokens have ended.")
            )
            return redirect("account")
    return show(request, password=form)


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Signs out one other session, or everywhere but here."""
    user = _user(request)
    wanted = request.POST.get("session", "")
    if wanted.isdecimal() and len(wanted) < 19:
        sessions.end_session(user, int(wanted))
    else:
        sessions.end_sessions(user, but=request.session.session_key)
    audit.record(user, "sessions_ended", user=user.pk)
    toast(request, _("Signed out there."))
    return redirect("account")


def show(request: HttpRequest, **forms: Form) -> HttpResponse:
    """The page, with the forms that were refused."""
    user = _user(request)
    own = {"full_name": user.get_full_name(), "language": user.language, "time_zone": user.time_zone}
    context: dict[str, Any] = {
        "profile": ProfileForm(initial=own),
        "password": ChangePasswordForm(),
        "rules": password_rules(),
        "provider": provider_name(),
        "sessions": sessions.sessions_of(request),
        **second_steps(user),
        **tokens.context_of(user),
        **forms,
    }
    return render(request, "web/signing_in/account.html", context, status=422 if forms else 200)


def second_steps(user: Any) -> dict[str, Any]:
    """What the person signs in with besides the password: the app, codes left, and passkeys."""
    found = list(Authenticator.objects.filter(user_id=user.pk).order_by("id"))
    kinds = Authenticator.Type
    codes = next((each.wrap() for each in found if each.type == kinds.RECOVERY_CODES), None)
    return {
        "app": next((each for each in found if each.type == kinds.TOTP), None),
        "codes": None if codes is None else len(codes.get_unused_codes()),
        "passkeys": [each for each in found if each.type == kinds.WEBAUTHN],
    }


def _is_right(request: HttpRequest, form: ChangePasswordForm) -> bool:
    """Whether the old password is the person's, within the limits of signing in."""
    adapter = AccountAdapter(request)
    try:
        if adapter.reauthenticate(_user(request), form.cleaned_data["old"]):
            return True
        form.add_error("old", adapter.validation_error("incorrect_password"))
    except ValidationError as refused:
        form.add_error("old", refused)
    return False


def _user(request: HttpRequest) -> Any:
    return request.user
