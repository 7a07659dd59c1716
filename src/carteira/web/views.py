"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from carteira.accounts.access import access_of
from carteira.accounts.queries import administrators, users
from carteira.book.queries import loads, published_run
from carteira.web.checklist import checklist
from carteira.web.navigation import address, links
from carteira.web.people.words import person_label


def start(request: HttpRequest) -> HttpResponse:
    """The first place that the person may go to, or in a book without figures the three ways to begin and what is left
    to do. Who has no role yet reads whom to ask."""
    access = access_of(request.user)
    if not access.levels and not access.permissions:
        return render(
            request, "web/no_role.html", {"administrators": [person_label(each) for each in administrators()]}
        )
    places = links(request)
    if places and published_run() is not None:
        return redirect(places[0].url)
    steps = checklist({load.table for load in loads() if load.state == "loaded"}, False, len(users()))
    load_address = address("loads") if access.can("loads", "create") else ""
    return render(request, "web/start.html", {"steps": steps, "load_address": load_address})
