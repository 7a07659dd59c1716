"""The plan of the company or of a part of it, a seller's own week, and what would change with other means."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from carteira.accounts.access import access_of
from carteira.book.queries import PublishedTables, tables
from carteira.customize import actions, queries
from carteira.customize.options import Options
from carteira.customize.plan_page import PAGE_ROWS, Part, rounds
from carteira.differentiate import customer_page
from carteira.errors import CarteiraError
from carteira.web.lists.table import numbered, page_number
from carteira.web.plan.page import decision_row, headline, plan_page
from carteira.web.plan.what_if import percents, sliders, what_if
from carteira.web.plan.words import Names
from carteira.web.toasts import toast

MOST_CHARACTERS = 200


@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    """Who gets what this week, and why?"""
    book, options = _opened(request)
    if options is None or not options.actions:
        return render(request, "web/plan/empty.html", {"run": book.run})
    page = plan_page(
        book, options, _part(request), page_number(request.GET.get("page", "")), queries.changes(book.run.id)
    )
    context = {
        "page": page,
        **numbered(request.GET, page.customers, PAGE_ROWS),
        "published": queries.published_plan(book.run.id),
        "whole": book.access.reach("customers", "read").everything,
        "choices": [(action.code, action.name) for action in options.actions],
    }
    return render(request, "web/plan/page.html", context)


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """What does the plan want of me, city by city?"""
    book, options = _opened(request)
    if options is None or not options.actions:
        return render(request, "web/plan/empty.html", {"run": book.run})
    owner = getattr(request.user, "employee", None) or ""
    names, changed = Names.of(options), queries.changes(book.run.id)
    found = rounds(book, owner) if owner else []
    rows = [decision_row(row, names, book.run.currency, changed.get(row["customer_id"])) for row in found]
    sums = [{"customers": len(found), "value": sum(row["value"] for row in found)}]
    context = {
        "rows": rows,
        "headline": headline(sums, book.run.currency, left_out=False),
        "owner": owner,
        "published": queries.published_plan(book.run.id),
    }
    return render(request, "web/plan/today.html", context)


@require_GET
def other_means(request: HttpRequest) -> HttpResponse:
    """What would more or less of each resource bring?"""
    book, options = _opened(request)
    if options is None:
        raise Http404
    if not book.access.reach("customers", "read").everything:
        raise CarteiraError("not_allowed", hint="ask_your_administrator")
    asked = percents(request.GET, options)
    context: dict[str, Any] = {"sliders": sliders(options, asked, options.prices, book.run.currency)}
    if request.GET:
        context["answer"] = answer = what_if(options, asked, book.run.currency)
        context["sliders"] = answer.sliders
    return render(request, "web/plan/what_if.html", context)


@require_POST
def change(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Gives a customer something else than the plan proposes, nothing, or freezes what it proposes."""
    book, options = _opened(request)
    if options is None or customer_page.card(book, customer_id) is None:
        raise Http404
    code, reason = request.POST.get("action", ""), request.POST.get("reason", "")[:MOST_CHARACTERS]
    made = actions.change_plan(
        request.user, options, customer_id, code, reason, frozen=request.POST.get("frozen") == "on"
    )
    toast(request, _("The plan is changed."), reverse("plan:undo", args=[made.id]))
    return redirect(f"{reverse('plan:list')}#customers")


@require_POST
def undo(request: HttpRequest, change_id: int) -> HttpResponse:
    """Takes a change back."""
    book, _options = _opened(request)
    found = queries.change_of(change_id)
    if found is None or customer_page.card(book, found.customer_id) is None:
        raise Http404
    actions.undo_change(request.user, change_id)
    toast(request, _("The plan is as it was."))
    return redirect("plan:list")


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Makes the plan binding for the whole company."""
    book, options = _opened(request)
    if options is None:
        raise Http404
    if not book.access.reach("customers", "read").everything:
        raise CarteiraError("not_allowed", hint="ask_your_administrator")
    actions.publish_plan(request.user, book.run.id)
    toast(request, _("The plan is published."))
    return redirect("plan:list")


def _opened(request: HttpRequest) -> tuple[PublishedTables, Options | None]:
    access = access_of(request.user)
    access.check("customers", "read")
    book = tables(access)
    return book, book.options


def _part(request: HttpRequest) -> Part:
    query = request.GET
    return Part(query.get("action", ""), query.get("branch", ""), query.get("owner", ""), query.get("show") == "left")
