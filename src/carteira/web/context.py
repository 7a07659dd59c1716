"""What every page knows: where one can go, and the run whose figures it shows."""

from functools import cache
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from carteira.book.queries import published_run
from carteira.book.settings import values
from carteira.web.formats import active_locale, currency_sign
from carteira.web.navigation import links
from carteira.web.palette import palette

if TYPE_CHECKING:
    from carteira.book.models import Run


def page(request: HttpRequest) -> dict[str, Any]:
    """`destinations` of the rail; the command `palette`; `run`, the published one or None; the book's `currency` and
    its sign."""
    run = cache(published_run)
    currency = cache(lambda: _currency(run()))
    return {
        "destinations": SimpleLazyObject(lambda: links(request)),
        "palette": SimpleLazyObject(lambda: palette(request)),
        "run": SimpleLazyObject(run),
        "currency": SimpleLazyObject(currency),
        "currency_sign": SimpleLazyObject(lambda: currency_sign(currency(), active_locale())),
    }


def currency() -> str:
    """The currency of the published run, else of the book as it is set up."""
    return _currency(published_run())


def _currency(run: "Run | None") -> str:
    return run.currency if run else str(values()["currency"])
