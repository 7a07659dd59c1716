"""Signing in and out, and links by which people choose a password."""

from typing import Any

from allauth.account.views import LoginView, LogoutView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.i18n import set_language as set_language_cookie

from carteira.accounts.actions.own import password_rules, remember_language
from carteira.accounts.actions.people import choose_password as choose
from carteira.accounts.queries import person_of
from carteira.errors import CarteiraError
from carteira.web.refused import page_sentence
from carteira.web.signing_in import limits
from carteira.web.signing_in.forms import ChoosePasswordForm, ForgottenForm, SignInForm
from carteira.web.signing_in.mailing import ask_reset
from carteira.web.signing_in.oidc import provider_name
from carteira.web.signing_in.sessions import end_sessions


class SignIn(LoginView):
    """User name or e-mail and password, then the second step of who has one, then the page that was asked for."""

    template_name = "web/sign_in.html"
    form_class = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "mails": settings.MAIL_ENABLED, "provider": provider_name()}

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        page = self.render_to_response(self.get_context_data(form=form))
        page.status_code = 429 if form.has_error("__all__", "too_many_login_attempts") else 200
        return page


class SignOut(LogoutView):
    """Ends the session, or a sign-in that waits for its second step."""

    http_method_names = ["post"]


@login_not_required
def cancelled(request: HttpRequest) -> HttpResponse:
    """Back from the provider, where the person did not go on."""
    messages.info(request, _("You did not sign in there. Nothing has happened."))
    return redirect("sign-in")


@login_not_required
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Changes the language of the pages, and keeps it for who signed in."""
    answer = set_language_cookie(request)
    if request.method == "POST" and request.user.is_authenticated:
        remember_language(request.user, request.POST.get("language", ""))
    return answer


@login_not_required
@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """Asks who forgot the password, and has a link mailed to whoever that is; it says the same of everybody."""
    if not settings.MAIL_ENABLED:
        raise Http404
    form = ForgottenForm(request.POST or None)
    if not form.is_valid():
        return render(request, "web/signing_in/forgotten.html", {"form": form})
    login = form.cleaned_data["username"].strip()
    if not limits.may_ask(request, "reset_address", limits.address_of(request)):
        return render(request, "429.html", status=429)
    if limits.may_ask(request, "reset_account", limits.account_key(login)):
        ask_reset(person_of(login))
    return redirect("forgotten-sent")


@login_not_required
def forgotten_sent(request: HttpRequest) -> HttpResponse:
    """Says that a mail is on its way, if there is such a person."""
    if not settings.MAIL_ENABLED:
        raise Http404
    return render(request, "web/signing_in/forgotten_sent.html")


@login_not_required
@never_cache
@sensitive_post_parameters("key", "password")
def choose_password(request: HttpRequest) -> HttpResponse:
    """The page of the links in mails: it takes the key from behind the # of its address, and asks for a password."""
    form = ChoosePasswordForm(request.POST or None)
    if form.is_valid():
        try:
            user = choose(form.cleaned_data["key"].strip(), form.cleaned_data["password"])
        except CarteiraError as error:
            form.add_error("password" if error.code == "weak_password" else None, page_sentence(error))
        else:
            end_sessions(user)
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect("sign-in")
    return render(request, "web/signing_in/choose_password.html", {"form": form, "rules": password_rules()})
