"""The book's settings: what each means, what it may be, and its value now."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from carteira.book.book import Book
from carteira.book.home import Home
from carteira.book.settings import SETTINGS, checked, values
from carteira.errors import CarteiraError
from carteira.web.people import sections
from carteira.web.people.book_words import ALLOWED, LABELS
from carteira.web.toasts import toast


@dataclass(frozen=True)
class Field:
    """A setting on the page. `long`: its value is a document of several lines."""

    key: str
    label: str | Promise
    meaning: str | Promise
    allowed: str | Promise
    text: str
    default: str
    fixed: bool
    long: bool
    problem: str = ""


def page(request: HttpRequest) -> HttpResponse:
    """Shows the settings; a POST changes those whose text is another one, all or none."""
    problems: dict[str, str] = {}
    if request.method == "POST":
        wanted = dict(_changed(request.POST))
        problems = _refused(wanted)
        if not problems:
            book = Book(Home(Path(settings.CARTEIRA_HOME)), request.user)
            with transaction.atomic():
                for key, value in wanted.items():
                    book.set(key, value)
            toast(request, _("Saved. The figures change with the next run.") if wanted else _("Nothing was changed."))
            return redirect("settings:book")
    context = {**sections.context(request, "book"), "fields": list(_fields(request.POST, problems))}
    return render(request, "web/people/book.html", context, status=422 if problems else 200)


def _fields(given: Mapping[str, Any], problems: Mapping[str, str]) -> Iterator[Field]:
    now = values()
    for key, definition in SETTINGS.items():
        label, meaning = LABELS.get(key, (key, definition.meaning))
        text, default = _written(now[key]), _written(definition.default)
        yield Field(
            key=key,
            label=label,
            meaning=meaning,
            allowed=ALLOWED.get(definition.allowed, definition.allowed),
            text=given.get(key, text),
            default=default,
            fixed=definition.fixed,
            long=isinstance(definition.default, dict),
            problem=problems.get(key, ""),
        )


def _changed(given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The settings whose text on the page is another one, with what was written."""
    now = values()
    for key, definition in SETTINGS.items():
        text = given.get(key)
        if text is None or definition.fixed or text.strip() == _written(now[key]):
            continue
        yield key, _read(text.strip(), definition.default)


def _refused(wanted: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with each value that is not valid."""
    problems = {}
    for key, value in wanted.items():
        try:
            checked(key, value)
        except CarteiraError:
            problems[key] = _("That is not a value for this setting.")
    return problems


def _written(value: Any) -> str:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False, indent=2) if isinstance(value, dict) else str(value)


def _read(text: str, default: Any) -> Any:
    """The text as the setting takes it: a comma is a decimal sign too, where the setting is a number."""
    return text.replace(",", ".") if isinstance(default, float) or default is None else text
