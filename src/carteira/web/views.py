"""Signing in, the first page, and the pages of refusals."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator

from carteira.book.queries import loads, published_run
from carteira.web.checklist import checklist
from carteira.web.navigation import address


class SignInForm(AuthenticationForm):
    """Django's own form, dressed as the others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Name and password, then the page that was asked for."""

    template_name = "web/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


def start(request: HttpRequest) -> HttpResponse:
    """The portfolio, or in a book without figures the three ways to begin and what is left to do."""
    if published_run() is not None:
        return redirect("portfolio")
    steps = checklist({load.table for load in loads() if load.state == "loaded"}, has_run=False)
    return render(request, "web/start.html", {"steps": steps, "load_address": address("loads")})
