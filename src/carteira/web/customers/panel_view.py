"""A customer at a glance, beside the list."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from carteira.accounts.access import access_of
from carteira.book.queries import tables
from carteira.book.selecting import may_see
from carteira.differentiate import customer_page
from carteira.differentiate.listing import monthly_revenue
from carteira.web.customers.facts import facts
from carteira.web.customers.headline import headline
from carteira.web.customers.value import category_words, value_bar
from carteira.web.customers.words import KINDS, STATUSES, alive_words


def panel(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What the side panel shows of a customer. One who is not there, or not for this person: 404."""
    access = access_of(request.user)
    book = tables(access)
    card = None if access.aggregates_only else customer_page.card(book, customer_id)
    if card is None:
        raise Http404
    golden = customer_page.golden_record(book, customer_id) or {}
    alive = card["probability_alive"]
    months = monthly_revenue(book, [customer_id])[customer_id]
    context = {
        "card": card,
        "name": card["name"] or customer_id,
        "words": " · ".join(str(word) for word in (KINDS.get(card["kind"]), STATUSES.get(card["status"])) if word),
        "headline": headline(card, book.run),
        "contacts": facts(golden)[0],
        "alive": alive_words(alive) if alive is not None else "",
        "value_bar": value_bar(card),
        "category_words": category_words(card, book.run.currency),
        "profit_seen": may_see(access, "profit"),
        "months": months if any(months) else [],
    }
    return render(request, "web/customers/panel.html", context)
