"""The two pages about all customers together."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from carteira.accounts.access import access_of
from carteira.book.queries import tables
from carteira.web.lists.table import numbered, page_number
from carteira.web.portfolio.clean import PAGE_ROWS, clean_page
from carteira.web.portfolio.page import portfolio_page
from carteira.web.portfolio.scope import filters, scope_words
from carteira.web.portfolio.totals import totals_page


def portfolio(request: HttpRequest) -> HttpResponse:
    """Does the portfolio earn, on whom does it rest, and how did it move?"""
    published = tables(access_of(request.user))
    if published.access.aggregates_only:
        return render(request, "web/portfolio/totals.html", {"page": totals_page(published)})
    context = {
        "page": portfolio_page(published, request.GET),
        "filters": filters(published, request.GET),
        "scope": scope_words(request.GET),
    }
    return render(request, "web/portfolio/page.html", context)


def clean_portfolio(request: HttpRequest) -> HttpResponse:
    """Who costs more than they bring or pays late, why, and who answers for it? Not for who sees totals only, whatever
    part of the company is asked for."""
    access = access_of(request.user)
    access.check("customers", "read")
    published = tables(access)
    page = clean_page(published, request.GET, page_number(request.GET.get("page", "")))
    context = {
        "page": page,
        "filters": filters(published, request.GET),
        "scope": scope_words(request.GET),
        **numbered(request.GET, page.listed, PAGE_ROWS),
    }
    return render(request, "web/portfolio/clean.html", context)
