"""What every page knows: where one can go, and the run whose figures it shows."""

from functools import cache
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from carteira.accounts.access import Access, access_of
from carteira.accounts.choices import Level
from carteira.book.queries import currency_of, published_run
from carteira.web.formats import active_locale, currency_sign
from carteira.web.navigation import links
from carteira.web.palette import palette

if TYPE_CHECKING:
    from carteira.book.models import Run


def page(request: HttpRequest) -> dict[str, Any]:
    """`destinations` of the rail; the command `palette`; `run`, the published one or None; the book's `currency` and
    its sign; `reach`, whose customers the person sees."""
    run = cache(published_run)
    currency = cache(lambda: currency_of(run()))
    return {
        "destinations": SimpleLazyObject(lambda: links(request)),
        "palette": SimpleLazyObject(lambda: palette(request)),
        "reach": SimpleLazyObject(lambda: reach_words(access_of(getattr(request, "user", None)))),
        "run": SimpleLazyObject(run),
        "currency": SimpleLazyObject(currency),
        "currency_sign": SimpleLazyObject(lambda: currency_sign(currency(), active_locale())),
    }


def known_run(run: "Run") -> dict[str, Any]:
    """The same about a run that a view has read, so that it is not read twice."""
    return {
        "run": run,
        "currency": run.currency,
        "currency_sign": currency_sign(run.currency, active_locale()),
    }


def reach_words(access: Access) -> str:
    """Whose customers the person sees."""
    words = {Level.OWN: _("Your customers"), Level.TEAM: _("Your teams")}
    return words.get(access.level("customers", "read"), _("Whole company"))
