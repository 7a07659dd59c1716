"""The page of one customer."""

import math
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from carteira.accounts.access import access_of
from carteira.accounts.choices import Permission
from carteira.book.choices import Window
from carteira.book.queries import PublishedTables, tables
from carteira.customize.product_page import planned
from carteira.differentiate import customer_page
from carteira.differentiate.declared.queries import may_declare
from carteira.differentiate.listing import monthly_revenue
from carteira.identify.queries import survivor_of
from carteira.web.charts.chart import Chart
from carteira.web.context import known_run
from carteira.web.customers.asking import needs_context
from carteira.web.customers.events import event
from carteira.web.customers.facts import facts, linked_records
from carteira.web.customers.headline import headline
from carteira.web.customers.next_action import next_action
from carteira.web.customers.plan import plan_rows
from carteira.web.customers.prices import price_context
from carteira.web.customers.remedies import remedy_panel
from carteira.web.customers.strategic import reasons_context
from carteira.web.customers.value import category_words, rfmt_parts, value_bar
from carteira.web.customers.waterfall import profit_chart, story_urls
from carteira.web.customers.words import KINDS, STATUSES, STORY_GROUPS, alive_words
from carteira.web.lists.table import page_number

Card = dict[str, Any]
PLAN_DAYS = 90
"""Of runs that were computed before there was a plan."""


def customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Everything about a customer. One who was merged leads to the survivor."""
    book = tables(access_of(request.user))
    golden = customer_page.golden_record(book, customer_id)
    card = book.card(golden) if golden else None
    if golden is None or card is None:
        survivor = survivor_of(customer_id)
        if survivor is None or customer_page.card(book, survivor) is None:
            raise Http404
        return HttpResponsePermanentRedirect(reverse("customers:page", args=[survivor]))
    mine = may_declare(book.access, card["customer_id"])
    context = {
        **known_run(book.run),
        "card": card,
        "name": card["name"] or customer_id,
        "kind_words": KINDS.get(card["kind"], ""),
        "status_words": STATUSES.get(card["status"], ""),
        "headline": headline(card, book.run),
        **_who(book, card, golden),
        **_worth(book, card),
        **_story(book, customer_id, _group(request), 1),
        **_orders(book, customer_id, 1),
        **reasons_context(card, book.run),
        **needs_context(book, card, asking=mine),
        "may_declare": mine,
        "remedies": remedy_panel(book, customer_id),
        "plan": plan_rows(planned(book, customer_id)),
        "next_action": next_action(book, card),
        **price_context(book, customer_id),
        "plan_days": book.run.settings.get("plan_days", PLAN_DAYS),
        "months": monthly_revenue(book, [customer_id], 24)[customer_id],
    }
    return render(request, "web/customers/page.html", context)


def story(request: HttpRequest, customer_id: int) -> HttpResponse:
    """More of the story: one page of events."""
    book = tables(access_of(request.user))
    return render(
        request,
        "web/customers/events.html",
        _story(book, customer_id, _group(request), page_number(request.GET.get("page", ""))),
    )


def orders(request: HttpRequest, customer_id: int) -> HttpResponse:
    """More of the orders: one page."""
    book = tables(access_of(request.user))
    return render(
        request, "web/customers/orders.html", _orders(book, customer_id, page_number(request.GET.get("page", "")))
    )


def _who(book: PublishedTables, card: Card, golden: Mapping[str, Any]) -> dict[str, Any]:
    contacts, others = facts(golden)
    return {
        "contact_facts": contacts,
        "facts": others,
        "records": linked_records(customer_page.source_records(book, card["customer_id"])),
        "group": customer_page.group_of(book, card["customer_id"], card["parent_customer_id"]),
    }


def _worth(book: PublishedTables, card: Card) -> dict[str, Any]:
    return {
        "alive": alive_words(card["probability_alive"]) if card["probability_alive"] is not None else "",
        "value_bar": value_bar(card),
        "horizon": book.run.settings["horizon_years"],
        "horizon_count": math.ceil(book.run.settings["horizon_years"]),
        "category_words": category_words(card, book.run.currency),
        "profit_chart": _profit(book, card),
        "window_words": Window(book.run.window).label,
        "rfmt_parts": rfmt_parts(card, book.run.settings),
    }


def _profit(book: PublishedTables, card: Card) -> Chart | None:
    """The waterfall; None for who may not see margins."""
    if not book.access.may(Permission.SEE_MARGINS):
        return None
    return profit_chart(card, book.run, story_urls(card["customer_id"]))


def _story(book: PublishedTables, customer_id: int, group: str, page: int) -> dict[str, Any]:
    found, more = customer_page.story(book, customer_id, group, page)
    counts = _story_counts(book, customer_id, found, whole=not group and not more) if page == 1 else {}
    return {
        "customer_id": customer_id,
        "events": [event(row) for row in found],
        "story_group": group,
        "story_groups": [(name, STORY_GROUPS[name], count) for name, count in counts.items()],
        "story_total": sum(counts.values()),
        "more_story": page + 1 if more else None,
    }


def _story_counts(book: PublishedTables, customer_id: int, found: list[Card], *, whole: bool) -> dict[str, int]:
    return customer_page.counted(found) if whole else customer_page.story_counts(book, customer_id)


def _orders(book: PublishedTables, customer_id: int, page: int) -> Mapping[str, Any]:
    found, more = customer_page.orders(book, customer_id, page)
    return {
        "customer_id": customer_id,
        "orders": found,
        "order_count": customer_page.order_count(book, customer_id) if more and page == 1 else len(found),
        "more_orders": page + 1 if more else None,
    }


def _group(request: HttpRequest) -> str:
    group = request.GET.get("show", "")
    return group if group in customer_page.STORY else ""
