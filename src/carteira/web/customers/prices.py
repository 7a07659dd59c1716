"""What a customer pays, and what a quote to it would mean, in words and as a picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carteira.accounts.access import Access, access_of
from carteira.accounts.queries import roles
from carteira.book.queries import PublishedTables, tables
from carteira.book.quoting import quote
from carteira.book.settings import minor_factor
from carteira.customize import price_page
from carteira.errors import CarteiraError
from carteira.web.context import known_run
from carteira.web.people.words import role_label
from carteira.web.refused import page_sentence

BASES: Mapping[str | None, str | Promise] = {
    "product_and_quantity": _("customers like this one who buy it in like quantities"),
    "product": _("customers like this one who buy it"),
    "category_and_quantity": _("customers like this one who buy its category in like quantities"),
    "category": _("customers like this one who buy its category"),
    "product_of_kind": _("buyers of the same kind"),
    "product_of_anybody": _("all who buy it"),
}
WIDE, MARGIN = 400, 8
"""The picture of a corridor: its width, and what is left free at each side."""


@dataclass(frozen=True)
class Picture:
    """A corridor as places on a line, None for what is not known."""

    places: Mapping[str, float | None]
    band: float

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> "Picture":
        names = ("floor_price", "usual_low", "usual_price", "usual_high", "price", "ceiling_price")
        prices = {name: found[name] for name in names}
        known = [price for price in prices.values() if price is not None]
        least, most = min(known), max(known)
        scale = (WIDE - 2 * MARGIN) / (most - least) if most > least else 0.0
        places = {
            name: None if price is None else round(MARGIN + (price - least) * scale, 1)
            for name, price in prices.items()
        }
        low, high = places["usual_low"], places["usual_high"]
        return cls(places, 0.0 if low is None or high is None else max(round(high - low, 1), 1.0))


def price_context(book: PublishedTables, customer_id: int) -> dict[str, Any]:
    """What the panel of prices shows; `prices` is None for a run without."""
    found = price_page.paid(book, customer_id)
    products = price_page.bought(book, customer_id) if found else []
    return {"prices": found, "price_products": products, "customer_id": customer_id}


def price(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The corridor of a product for a customer and what a price in it means, or why that cannot be said."""
    access = access_of(request.user)
    book = tables(access)
    context: dict[str, Any] = known_run(book.run)
    try:
        context |= _quoted(access, request.GET, customer_id, minor_factor(book.run.currency))
    except CarteiraError as error:
        if error.code == "not_found":
            raise Http404 from error
        context["refused"] = page_sentence(error)
    return render(request, "web/customers/quote.html", context)


def _quoted(access: Access, asked: Mapping[str, str], customer_id: int, factor: int) -> dict[str, Any]:
    found = quote(
        access,
        customer_id,
        asked.get("product", ""),
        _number(asked.get("quantity", "")),
        _number(asked.get("price", "")) * factor,
    )
    named = {role.code: role_label(role) for role in roles()}
    return {
        "quote": found,
        "basis": BASES.get(found["basis"], ""),
        "approver": named.get(found["approver"] or "", found["approver"]),
        "picture": Picture.of(found),
    }


def _number(text: str) -> float:
    """What was typed; 0, which no quote has, for what is no number."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return 0.0
