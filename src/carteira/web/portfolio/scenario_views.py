"""The page of scenarios of remedies, and saving and removing them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carteira.accounts.access import access_of
from carteira.accounts.queries import team_names
from carteira.book.queries import tables
from carteira.customize.remedies.actions import remove_scenario, save_scenario
from carteira.web.portfolio.scenarios import assumptions_of, scenario_page, terms_of
from carteira.web.toasts import toast


def remedy_scenarios(request: HttpRequest) -> HttpResponse:
    """What would terms for all bring? And which saved scenario brings most? Not for who sees totals only."""
    access = access_of(request.user)
    access.check("customers", "read")
    published = tables(access)
    page = scenario_page(published, access, request.GET)
    mine = [(pk, name) for pk, name in team_names().items() if pk in access.teams]
    return render(request, "web/portfolio/scenarios.html", {"page": page, "teams": mine})


@require_POST
def save_remedy_scenario(request: HttpRequest) -> HttpResponse:
    """Keeps the terms of the form. Other fields: `name`, `audience` ("me", "everybody", "team:" and its number)."""
    access = access_of(request.user)
    run = tables(access).run
    terms = terms_of(request.POST, run.currency)
    changed = assumptions_of(request.POST, run.settings.get("remedies", {}))
    audience, _colon, team = request.POST.get("audience", "me").partition(":")
    number = int(team) if team.isascii() and team.isdecimal() and len(team) < 10 else None
    save_scenario(access, request.user, request.POST.get("name", ""), terms, changed, audience, number)
    toast(request, _("The scenario was saved."))
    return redirect(reverse("remedy_scenarios") + "#saved")


@require_POST
def remove_remedy_scenario(request: HttpRequest, number: int) -> HttpResponse:
    """Removes one for good."""
    remove_scenario(access_of(request.user), request.user, number)
    toast(request, _("The scenario was removed."))
    return redirect(reverse("remedy_scenarios") + "#saved")
