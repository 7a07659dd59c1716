"""What a customer said it needs, shown as soon as it was asked, and asking it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carteira.accounts.access import access_of
from carteira.book import settings as book_settings
from carteira.book.answering import answer as keep
from carteira.book.queries import PublishedTables
from carteira.differentiate.declared.actions.answers import withdraw_answer
from carteira.differentiate.declared.queries import answers_of
from carteira.differentiate.declared.questions import need_options
from carteira.differentiate.figures import RELATIONSHIPS
from carteira.web.customers.figure_words import value_words
from carteira.web.customers.value import needs_words
from carteira.web.navigation import address, customer_url
from carteira.web.toasts import toast

QUESTIONS = {"need": "needs_question", "judged_relationship": "relationship_question"}
"""The figure that each question is about, and the setting that names it."""


def needs_context(book: PublishedTables, card: Mapping[str, Any], *, asking: bool) -> dict[str, Any]:
    """What the page of a customer shows of its needs: what it said since the run in place of what the run had.

    `asking`: this person may keep its answers.
    """
    settings = book_settings.values()
    said = {kept.question: kept for kept in reversed(answers_of(card["customer_id"]))}
    shown, fresh = dict(card), False
    for figure, setting in QUESTIONS.items():
        kept = said.get(settings[setting])
        counted = card["need_basis"] == "declared" if figure == "need" else bool(card[figure])
        if kept and (not counted or kept.at >= book.run.started_at):
            shown[figure], fresh = kept.answer, True
            if figure == "need":
                treatment = settings["need_treatments"].get(kept.answer)
                shown |= {"need_basis": "declared", "need_probability": 1.0, "need_treatment": treatment}
    return {
        "needs": needs_words(shown),
        "needs_card": shown,
        "needs_fresh": fresh,
        "need_options": options(need_options(book, settings), "need") if asking else [],
        "relationship_options": options(RELATIONSHIPS, "relationship_type")
        if asking and card["kind"] == "company"
        else [],
    }


def options(values: Any, figure: str) -> list[tuple[str, str]]:
    """Answers to choose from with their words."""
    return [(value, value_words(figure, value)) for value in values]


@require_POST
def answer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Keeps an answer. Fields: `figure`, a key of QUESTIONS; `answer`; and `back` where the list of questions asked."""
    figure = request.POST.get("figure", "")
    question = book_settings.values()[QUESTIONS.get(figure, "needs_question")]
    kept = keep(access_of(request.user), request.user, customer_id, question, request.POST.get("answer", ""))
    undo = reverse("customers:withdraw_answer", args=(kept.customer_id, kept.pk))
    back = request.POST.get("back", "")
    toast(
        request,
        _("Kept. It counts in the figures from the next run."),
        undo + (f"?back={_whose(back)}" if back else ""),
    )
    return _back(back, kept.customer_id)


@require_POST
def withdraw(request: HttpRequest, customer_id: int, answer_id: int) -> HttpResponse:
    """Takes an answer back. Field of the address: `back` where the list of questions asked."""
    withdraw_answer(access_of(request.user), request.user, customer_id, answer_id)
    toast(request, _("The answer is withdrawn."))
    return _back(request.GET.get("back", ""), customer_id)


def _back(whose: str, customer_id: int) -> HttpResponse:
    """To the list of questions where it asked, else to the customer."""
    if whose:
        return redirect(f"{address('questions')}?whose={_whose(whose)}")
    return redirect(customer_url(customer_id) + "#needs-title")


def _whose(asked: str) -> str:
    return "me" if asked == "me" else "team"
