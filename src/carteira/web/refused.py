"""Refusals on a page: what happened and what to do, in one sentence."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carteira.errors import CarteiraError
from carteira.messages import say

ADVICE: Mapping[str, str | Promise] = {
    "map_the_columns": _("Choose the column of the file for each of them."),
    "say_date_order": _("Say below which comes first."),
    "say_decimal": _("Say below what separates the decimals."),
    "see_mapping_reference": _("Choose the columns anew."),
    "check_the_name": _("Send the file again."),
    "name_a_file": _("Choose one file."),
    "try_a_dry_run": _("Check how the columns are matched."),
    "undo_to_load_again": _("To load it again, undo that load first."),
    "list_loads": _("The list of loads shows those there are."),
    "load_first": _("Load customers or orders first."),
    "run_first": _("Compute the book first."),
    "init_first": _("Ask your administrator."),
}
"""What to do on a page, for hints that speak of the command line."""


def sentence_of(code: str, hint: str, arguments: Mapping[str, object]) -> str:
    """What happened and what to do on a page, on one line. A reason given by its code is said in words."""
    given = dict(arguments)
    if "reason" in given:
        given["reason"] = say(str(given["reason"]), {})
    parts = [say(code, given)]
    if hint:
        parts.append(str(ADVICE[hint]) if hint in ADVICE else say(hint, given))
    return " ".join(parts)


def page_sentence(error: CarteiraError, **arguments: object) -> str:
    """The sentence of an error; `arguments` replace its own, such as the name that a person gave a file."""
    return sentence_of(error.code, error.hint, {**error.arguments, **arguments})


def refusal(request: HttpRequest, error: CarteiraError) -> HttpResponse:
    """The page that says a refusal; a book without a run says how to get figures."""
    if error.code == "not_run_yet":
        return render(request, "web/parts/not_run_yet.html")
    if error.code == "not_allowed":
        return render(request, "403.html", status=403)
    return render(request, "web/parts/refused.html", {"sentence": page_sentence(error)}, status=409)
