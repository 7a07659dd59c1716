"""The forms of signing in and of one's own account."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

TEXT = {"class": "form-control"}
SELECT = {"class": "form-select"}
OLD = {**TEXT, "autocomplete": "current-password"}
NEW = {**TEXT, "autocomplete": "new-password"}


@cache
def time_zones() -> list[tuple[str, str]]:
    """Every time zone of a place, with its name in words."""
    named = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [(name, name.replace("_", " ")) for name in named]


class SignInForm(forms.Form):
    """User name or e-mail, and password, within the limits."""

    username = forms.CharField(
        max_length=254, widget=forms.TextInput({**TEXT, "autocomplete": "username", "autocapitalize": "none"})
    )
    password = forms.CharField(max_length=4096, strip=False, widget=forms.PasswordInput(OLD))

    def __init__(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: Any = None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            adapter = get_adapter(self.request)
            self.user = adapter.authenticate(self.request, username=given["username"], password=given["password"])
            if self.user is None:
                raise adapter.validation_error("username_password_mismatch")
        return given

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Signs the person in, or leads to the second step."""
        login = Login(user=self.user, redirect_url=redirect_url)
        return perform_password_login(request, {}, login)


class ForgottenForm(forms.Form):
    """Who has forgotten the password."""

    username = forms.CharField(
        max_length=254, widget=forms.TextInput({**TEXT, "autocomplete": "username", "autocapitalize": "none"})
    )


class ChoosePasswordForm(forms.Form):
    """A password chosen by who holds the key of a link."""

    key = forms.CharField(max_length=400, widget=forms.TextInput({**TEXT, "autocomplete": "off"}))
    password = forms.CharField(max_length=4096, strip=False, widget=forms.PasswordInput(NEW))


class ChangePasswordForm(forms.Form):
    """The old password, and another one."""

    old = forms.CharField(max_length=4096, strip=False, widget=forms.PasswordInput(OLD))
    password = forms.CharField(max_length=4096, strip=False, widget=forms.PasswordInput(NEW))


class ProfileForm(forms.Form):
    """What people say about themselves."""

    full_name = forms.CharField(
        label=_("Name"), max_length=300, required=False, widget=forms.TextInput({**TEXT, "autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("As the browser says")), *settings.LANGUAGES],
        widget=forms.Select(SELECT),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, widget=forms.Select(SELECT))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("As the book says")), *time_zones()]


class TokenForm(forms.Form):
    """A key for a program: its name, how long it lives, and what it may do."""

    name = forms.CharField(label=_("What it is for"), max_length=100, widget=forms.TextInput(TEXT))
    days = forms.TypedChoiceField(
        label=_("Ends after"),
        coerce=int,
        initial=90,
        choices=[(7, _("7 days")), (30, _("30 days")), (90, _("90 days")), (366, _("A year"))],
        widget=forms.Select(SELECT),
    )
    scopes = forms.MultipleChoiceField(label=_("What it may do"))

    def __init__(self, *args: Any, scopes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scopes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(scope, scope) for scope in scopes]
