"""The forms of administration."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from carteira.accounts import queries
from carteira.web.people.words import role_label

if TYPE_CHECKING:
    from carteira.accounts.models import Team, User

TEXT = {"class": "form-control"}
SELECT = {"class": "form-select"}
BOX = {"class": "form-check-input"}


class PersonForm(forms.Form):
    """What an administrator says of a person."""

    full_name = forms.CharField(label=_("Name"), max_length=300, required=False, widget=forms.TextInput(TEXT))
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("For invitations and single sign-on."),
        widget=forms.EmailInput({**TEXT, "autocomplete": "off"}),
    )
    employee = forms.CharField(
        label=_("Name in the files"),
        max_length=200,
        required=False,
        help_text=_("How the loaded files call this person as the owner of customers."),
        widget=forms.TextInput(TEXT),
    )
    roles = forms.MultipleChoiceField(label=_("Roles"), required=False)
    teams = forms.MultipleChoiceField(label=_("Teams"), required=False)
    active = forms.BooleanField(label=_("May sign in"), required=False, initial=True, widget=forms.CheckboxInput(BOX))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("roles", [(role.code, role_label(role)) for role in queries.roles()]),
            ("teams", [(team.name, team.name) for team, _depth in team_tree()]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = choices


class NewPersonForm(PersonForm):
    """A new person, who chooses a password through a link or is given one."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        help_text=_("To sign in with: letters, digits and @ . + - _"),
        widget=forms.TextInput({**TEXT, "autocomplete": "off", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=4096,
        strip=False,
        help_text=_("Leave it empty to invite the person by a link."),
        widget=forms.PasswordInput({**TEXT, "autocomplete": "new-password"}),
    )
    active = None  # type: ignore[assignment]


class PasswordForm(forms.Form):
    """Another password for a person."""

    password = forms.CharField(
        label=_("New password"),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput({**TEXT, "autocomplete": "new-password"}),
    )


class TeamForm(forms.Form):
    """A team's name, and the team above it."""

    name = forms.CharField(label=_("Name"), max_length=100, widget=forms.TextInput(TEXT))
    parent = forms.ChoiceField(label=_("Below"), required=False, widget=forms.Select(SELECT))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parent"]
        assert isinstance(field, forms.ChoiceField)
        indented = [(team.name, "\N{EM SPACE}" * depth + team.name) for team, depth in team_tree()]
        field.choices = [("", _("No team: at the top")), *indented]


def of_person(user: "User") -> dict[str, Any]:
    """What a form about the person begins with."""
    return {
        "full_name": user.get_full_name(),
        "email": user.email,
        "employee": user.employee or "",
        "roles": [role.code for role in user.roles.all()],
        "teams": [team.name for team in user.teams.all()],
        "active": user.is_active,
    }


def team_tree() -> list[tuple["Team", int]]:
    """Every team with how deep it stands, each followed by those below it."""
    below: dict[int | None, list[Team]] = {}
    for team in queries.teams():
        below.setdefault(team.parent_id, []).append(team)
    found: list[tuple[Team, int]] = []
    waiting = [(team, 0) for team in reversed(below.get(None, []))]
    while waiting:
        team, depth = waiting.pop()
        found.append((team, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(team.pk, []))]
    return found
