"""What every page knows: where one can go, and the run whose figures it shows."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from carteira.book.queries import published_run
from carteira.book.settings import values
from carteira.web.formats import active_locale, currency_sign
from carteira.web.navigation import links


def page(request: HttpRequest) -> dict[str, Any]:
    """`destinations` of the rail; `run`, the published one or None; the book's `currency` and its sign."""
    return {
        "destinations": SimpleLazyObject(lambda: links(request)),
        "run": SimpleLazyObject(published_run),
        "currency": SimpleLazyObject(currency),
        "currency_sign": SimpleLazyObject(lambda: currency_sign(currency(), active_locale())),
    }


def currency() -> str:
    """The currency of the published run, else of the book as it is set up."""
    run = published_run()
    return run.currency if run else str(values()["currency"])
