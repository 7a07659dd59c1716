"""The page of questions to ask: whose need is worth knowing most, and how far the needs are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carteira.accounts.access import Access, access_of
from carteira.accounts.queries import owner_names
from carteira.book import settings as book_settings
from carteira.book.queries import PublishedTables, tables
from carteira.differentiate.declared.queries import answered_customers
from carteira.differentiate.declared.questions import Coverage, ToAsk, coverage, need_options, to_ask
from carteira.differentiate.scope import COMPANY, Scope
from carteira.identify.queries import owners_of
from carteira.web import formats
from carteira.web.categories import CATEGORIES
from carteira.web.context import known_run
from carteira.web.customers.asking import options
from carteira.web.customers.figure_words import value_words
from carteira.web.lists.table import page_number
from carteira.web.navigation import customer_url

PAGE_ROWS = 25


@dataclass(frozen=True)
class QuestionRow:
    """Somebody to ask. `guess`: what its purchases suggest; `mine`: this person may keep the answer."""

    customer: ToAsk
    url: str
    guess: str
    mine: bool


def questions(request: HttpRequest) -> HttpResponse:
    """Whom to ask what it needs: the own customers, or those of the teams."""
    access = access_of(request.user)
    book = tables(access)
    own = owner_names().get(request.user.pk or 0, "")
    scope = _scope(book, request.GET.get("whose", ""), own)
    settings = book_settings.values()
    answered = answered_customers(settings["needs_question"])
    number = page_number(request.GET.get("page", ""))
    known = "customer_needs" in book.names
    found = to_ask(book, answered, scope, PAGE_ROWS + 1, (number - 1) * PAGE_ROWS) if known else []
    covered = coverage(book, answered, scope)
    context = {
        **known_run(book.run),
        "headline": headline(covered),
        "coverage": [(CATEGORIES[each.category].label, each) for each in covered],
        "rows": _rows(access, found[:PAGE_ROWS]),
        "options": options(need_options(book, settings), "need"),
        "whose": "team" if scope is COMPANY else "me",
        "number": number,
        "more": len(found) > PAGE_ROWS,
    }
    return render(request, "web/questions.html", context)


def headline(covered: Sequence[Coverage]) -> str:
    """Of how many that matter the need is known because they said so."""
    customers, declared = sum(each.customers for each in covered), sum(each.declared for each in covered)
    if not customers:
        return _("Nobody here is most valuable or most growable yet.")
    locale = formats.active_locale()
    sentence = ngettext(
        "%(declared)s of %(customers)s most valuable or growable customer has said what it needs (%(share)s).",
        "%(declared)s of %(customers)s most valuable and growable customers have said what they need (%(share)s).",
        customers,
    )
    return sentence % {
        "declared": formats.number(declared, locale),
        "customers": formats.number(customers, locale),
        "share": formats.percent(declared / customers, locale),
    }


def _scope(book: PublishedTables, asked: str, own: str) -> Scope:
    """The own customers where there are any, unless those of the teams are asked for."""
    if asked == "team" or not own:
        return COMPANY
    if asked == "me" or book.rows("SELECT 1 AS one FROM customer_list WHERE owner = ? LIMIT 1", [own]):
        return Scope(owner=own)
    return COMPANY


def _rows(access: Access, found: Sequence[ToAsk]) -> list[QuestionRow]:
    owners = owners_of([customer.customer_id for customer in found])
    reach = access.reach("customers", "edit")
    return [
        QuestionRow(
            customer,
            customer_url(customer.customer_id),
            _guess(customer),
            reach.holds(*owners.get(customer.customer_id, (None, None))),
        )
        for customer in found
    ]


def _guess(customer: ToAsk) -> Any:
    if not customer.need:
        return ""
    words = {
        "need": value_words("need", customer.need),
        "certainty": formats.percent(customer.need_probability, formats.active_locale()),
    }
    return _("Perhaps: %(need)s (%(certainty)s)") % words
