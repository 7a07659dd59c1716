"""The page of the target portfolio, and setting it."""

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carteira.accounts.access import Access, access_of
from carteira.accounts.choices import Permission
from carteira.book import settings as book_settings
from carteira.book.queries import tables
from carteira.differentiate.declared.actions.target import set_target, take_back_target
from carteira.differentiate.declared.queries import target_in_force, target_of
from carteira.differentiate.declared.questions import need_options
from carteira.differentiate.declared.target import DIMENSIONS, MEASURES, Criteria, Share, Target
from carteira.errors import CarteiraError
from carteira.web.context import known_run
from carteira.web.customers.figure_words import LABELS, value_words
from carteira.web.customers.tabs import views_of
from carteira.web.portfolio.scope import filters, scope_words
from carteira.web.portfolio.target import target_page
from carteira.web.refused import page_sentence
from carteira.web.toasts import toast

if TYPE_CHECKING:
    from carteira.book.queries import PublishedTables

KEPT = "kept"
"""In place of a view: the conditions stay as they are."""
NAMES = ("acceptance", "leaving")


def target(request: HttpRequest) -> HttpResponse:
    """How far the mix at hand is from the wanted one; with a POST, what is wanted from now on."""
    access = access_of(request.user)
    access.check("customers", "read")
    book = tables(access)
    kept = target_in_force()
    problem = ""
    if request.method == "POST":
        try:
            made = set_target(access, request.user, _given(access, request.POST, target_of(kept)))
        except CarteiraError as error:
            problem = page_sentence(error)
        else:
            toast(request, _("The target is set."), reverse("portfolio:take_back_target", args=(made.pk,)))
            return redirect("portfolio:target")
    context = {
        **known_run(book.run),
        "page": target_page(book, target_of(kept), request.GET),
        "kept": kept,
        "filters": filters(book, request.GET),
        "scope": scope_words(request.GET),
        "problem": problem,
        "form": _form(book, target_of(kept), request.POST) if _may_set(access) else None,
    }
    return render(request, "web/portfolio/target.html", context, status=422 if problem else 200)


@require_POST
def take_back(request: HttpRequest, target_id: int) -> HttpResponse:
    """Puts the target before in force again."""
    take_back_target(access_of(request.user), request.user, target_id)
    toast(request, _("The target before is in force again."))
    return redirect("portfolio:target")


def _may_set(access: Access) -> bool:
    return access.can("customers", "edit") and access.may(Permission.MASS_UPDATE)


def _form(book: "PublishedTables", now: Target, sent: QueryDict) -> dict[str, Any]:
    """The fields with what was sent, else with what holds."""
    needs = list(dict.fromkeys([*need_options(book, book_settings.values()), *now.shares.get("need", {})]))
    dimensions = []
    for dimension, fixed in DIMENSIONS.items():
        rows = []
        for value in fixed or needs:
            share = now.shares.get(dimension, {}).get(value, Share())
            cells = [
                (name, sent.get(name, _percent(getattr(share, measure))))
                for measure in MEASURES
                if (name := f"{dimension}.{value}.{measure}")
            ]
            rows.append((value_words(dimension, value), cells))
        dimensions.append((LABELS[dimension], rows))
    criteria = [
        {
            "name": name,
            "words": sent.get(f"{name}_words", getattr(now, name).words),
            "view": sent.get(f"{name}_view", KEPT if getattr(now, name).parts else ""),
            "has_conditions": bool(getattr(now, name).parts),
        }
        for name in NAMES
    ]
    return {"dimensions": dimensions, "criteria": criteria, "views": list(views_of(book.access).values()), "keep": KEPT}


def _given(access: Access, sent: QueryDict, now: Target) -> Target:
    """The target that the form says. Raises `bad_target`."""
    shares: dict[str, dict[str, Share]] = {}
    for name, text in sent.items():
        dimension, _dot, rest = name.partition(".")
        value, _dot, measure = rest.rpartition(".")
        if dimension in DIMENSIONS and measure in MEASURES and str(text).strip():
            share = shares.setdefault(dimension, {}).get(value, Share())
            shares[dimension][value] = Share(**{**vars(share), measure: _share(str(text))})
    return Target(shares, *(_criteria(access, sent, name, getattr(now, name)) for name in NAMES))


def _criteria(access: Access, sent: QueryDict, name: str, now: Criteria) -> Criteria:
    code = sent.get(f"{name}_view", "")
    view = views_of(access).get(code)
    parts = now.parts if code == KEPT else [part for part in view.parts if part[0] != "columns"] if view else []
    return Criteria(" ".join(sent.get(f"{name}_words", "").split()), list(parts))


def _share(text: str) -> float:
    try:
        return float(Decimal(text.strip().replace(",", ".")) / 100)
    except InvalidOperation as error:
        raise CarteiraError("bad_target", hint="target_share") from error


def _percent(share: float | None) -> str:
    return "" if share is None else f"{Decimal(repr(share)) * 100:.2f}".rstrip("0").rstrip(".")
