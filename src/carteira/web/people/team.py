"""Teams, as the tree that they are."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carteira.accounts import queries
from carteira.accounts.actions.teams import add_team, change_team, remove_team
from carteira.errors import CarteiraError
from carteira.web.people import sections
from carteira.web.people.errors import place_error
from carteira.web.people.forms import TeamForm, team_tree
from carteira.web.toasts import toast

if TYPE_CHECKING:
    from carteira.accounts.models import Team


def teams(request: HttpRequest) -> HttpResponse:
    """Every team, below the one that it belongs to."""
    return _shown(request)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Adds a team."""
    form = TeamForm(request.POST, auto_id="new_%s")
    if form.is_valid():
        try:
            add_team(form.cleaned_data["name"].strip(), form.cleaned_data["parent"], by=request.user)
        except CarteiraError as error:
            place_error(form, error)
        else:
            toast(request, _("The team is added."))
            return redirect("settings:teams")
    return _shown(request, new=form)


@require_POST
def change(request: HttpRequest, team_id: int) -> HttpResponse:
    """Renames or moves a team."""
    team = _team(team_id)
    form = TeamForm(request.POST, auto_id=f"team{team_id}_%s")
    if form.is_valid():
        given = form.cleaned_data
        try:
            change_team(team.name, new_name=given["name"].strip(), parent=given["parent"], by=request.user)
        except CarteiraError as error:
            place_error(form, error)
        else:
            toast(request, _("Saved."))
            return redirect("settings:teams")
    return _shown(request, changed=(team_id, form))


@require_POST
def remove(request: HttpRequest, team_id: int) -> HttpResponse:
    """Removes a team; its people and customers stay."""
    remove_team(_team(team_id).name, by=request.user)
    toast(request, _("The team is removed. Its people and customers stay, without it."))
    return redirect("settings:teams")


def _team(team_id: int) -> "Team":
    found = next((team for team in queries.teams() if team.pk == team_id), None)
    if found is None:
        raise Http404
    return found


def _shown(
    request: HttpRequest, new: TeamForm | None = None, changed: tuple[int, TeamForm] | None = None
) -> HttpResponse:
    people = queries.people_by_team()
    rows = []
    for team, depth in team_tree():
        begun: dict[str, Any] = {"name": team.name, "parent": team.parent.name if team.parent else ""}
        form = TeamForm(initial=begun, auto_id=f"team{team.pk}_%s")
        if changed and changed[0] == team.pk:
            form = changed[1]
        rows.append((team, depth, people.get(team.pk, 0), form))
    context = {**sections.context(request, "teams"), "rows": rows, "new": new or TeamForm(auto_id="new_%s")}
    return render(request, "web/people/teams.html", context, status=422 if new or changed else 200)
