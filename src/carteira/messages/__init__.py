"""What each code says: one English sentence per code, translated at the doors."""

import pkgutil
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from importlib import import_module

from carteira.errors import CarteiraError

LONGEST = 1_500
"""Characters of an argument that a sentence shows."""
GAPS = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
"""Stand inside written amounts. Python counts them as not printable."""


@cache
def messages() -> dict[str, str]:
    """Every code with its English sentence, from the modules of this package."""
    found: dict[str, str] = {}
    for module in pkgutil.iter_modules(__path__):
        found.update(getattr(import_module(f"{__name__}.{module.name}"), "MESSAGES", {}))
    return found


def say(code: str, arguments: Mapping[str, object]) -> str:
    """The sentence of `code` with its arguments, in the active language. An unknown code says itself.

    An argument called `reason` is itself a code: it is said in the middle of the sentence.
    """
    from django.utils.translation import gettext

    return _said(code, arguments, gettext)


def sentence(error: CarteiraError) -> str:
    """What happened and what to do, on one line, in English: what terminals, logs and notebooks show."""
    parts = [_said(error.code, error.arguments, str)]
    if error.hint:
        parts.append(_said(error.hint, error.arguments, str))
    return " ".join(parts)


def _said(code: str, arguments: Mapping[str, object], translated: Callable[[str], str]) -> str:
    text = messages().get(code)
    if text is None:
        return code
    arguments = {name: _on_one_line(value) for name, value in arguments.items()}
    if "reason" in arguments:
        inner = {name: value for name, value in arguments.items() if name != "reason"}
        arguments = {**arguments, "reason": _said(str(arguments["reason"]), inner, translated)}
    return translated(text) % arguments


def _on_one_line(value: object) -> object:
    """A text without line breaks and control characters, cut to a readable length; numbers and days as they are."""
    if isinstance(value, int | float | date):
        return value
    text = str(value)
    cut = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return "".join(character if character.isprintable() or character in GAPS else "\ufffd" for character in cut)
