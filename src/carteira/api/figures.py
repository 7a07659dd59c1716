"""The figures of a customer as programs see them: which ones a caller may name, and what the document says of them."""

from collections.abc import Container, Iterable, Mapping
from typing import Any

from carteira.accounts.access import Access
from carteira.book.selecting import may_flag, may_see
from carteira.book.settings import minor_factor
from carteira.differentiate.conditions import MOST_CHARACTERS, OPERATORS, Condition, conditions_of
from carteira.differentiate.figures import FIGURES, Figure, Kind
from carteira.differentiate.listing import FLAGS, SHOWN, SORTS
from carteira.differentiate.selection_parts import is_personal
from carteira.errors import CarteiraError

_SHOWN_AS: Mapping[Kind, dict[str, Any]] = {
    "money": {"type": "integer"},
    "number": {"type": "number"},
    "percent": {"type": "number"},
    "day": {"type": "string", "format": "date"},
    "text": {"type": "string"},
    "choice": {"type": "string"},
    "flag": {"type": "boolean"},
}
_WRITTEN_AS: Mapping[Kind, str] = {
    "money": r"-?(0|[1-9][0-9]{0,11})",
    "number": r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?",
    "percent": r"(0|[1-9][0-9]{0,2})(\.[0-9]{1,4})?%?",
    "day": r"20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])",
    "text": r"[A-Za-z0-9]{1,40}",
    "choice": r"[a-z_]{1,40}",
    "flag": r"(true|false)",
}
"""Values that surely fit; `conditions.py` reads more."""


def check_shown(access: Access, names: Iterable[str]) -> tuple[str, ...]:
    """The figures to show. Raises `unknown_figure` for one that there is not, or that the caller may not see."""
    found = tuple(dict.fromkeys(names))
    for name in found:
        _check(access, name, FIGURES)
    return found


def check_sort(access: Access, text: str) -> tuple[str, bool]:
    """The figure to sort by, and whether the highest comes first, of "-profit". Raises as `check_shown`."""
    name = text.removeprefix("-")
    _check(access, name, SORTS)
    return name, text.startswith("-")


def check_flags(access: Access, names: Iterable[str]) -> tuple[str, ...]:
    """The flags that all hold. Raises `unknown_figure` for one that there is not, or not for this caller."""
    found = tuple(dict.fromkeys(names))
    for name in found:
        if name not in FLAGS or not may_flag(access, name):
            raise CarteiraError("unknown_figure", name=name)
    return found


def check_conditions(access: Access, parts: Iterable[tuple[str, str]], currency: str) -> tuple[Condition, ...]:
    """The conditions that the parts say, all of which hold.

    Raises `unknown_parameter` for what is no condition, as `check_shown` for its figure, and `bad_condition`.
    """
    given = list(parts)
    for key, _ in given:
        name, marked, _operator = key.partition("__")
        if not marked and name not in FIGURES:
            raise CarteiraError("unknown_parameter", name=key, known="figure__operator")
        _check(access, name, FIGURES)
    return tuple(conditions_of(given, minor_factor(currency)))


def check_not_personal(keys: Iterable[str]) -> None:
    """Raises `personal_in_address` where one of the conditions would bring personal data into an address."""
    for key in keys:
        if is_personal(key):
            raise CarteiraError("personal_in_address", hint="ask_in_the_body", name=key)


def usual(access: Access) -> tuple[str, ...]:
    """The figures that are shown where none are named."""
    return tuple(name for name in SHOWN if may_see(access, name))


def visible(access: Access) -> list[str]:
    """Every figure that the caller may see."""
    return [name for name in FIGURES if may_see(access, name)]


def _check(access: Access, name: str, known: Iterable[str]) -> None:
    if name not in known or not may_see(access, name):
        raise CarteiraError("unknown_figure", name=name)


def shown_schema() -> dict[str, Any]:
    """The JSON schema of a customer's figures; an answer has those that were asked for, and always the number."""
    properties = {figure.name: _shown(figure) for figure in FIGURES.values()}
    return {"type": "object", "properties": properties, "required": ["customer_id"], "additionalProperties": False}


def conditions_schema(without: Container[str] = ()) -> dict[str, Any]:
    """The JSON schema of conditions: `figure__operator` and a text, such as `profit__lt` and `0`."""
    names: dict[tuple[str, str], list[str]] = {}
    for figure in FIGURES.values():
        if figure.name not in without:
            names.setdefault((figure.kind, "|".join(figure.values)), []).append(figure.name)
    patterns: dict[str, Any] = {}
    for (kind, values), figures in names.items():
        patterns |= _patterns(kind, values, "|".join(sorted(figures)))  # type: ignore[arg-type]
    return {
        "type": "object",
        "patternProperties": patterns,
        "additionalProperties": False,
        "maxProperties": 20,
        "description": "Conditions that all hold: figure__operator (alone, the figure means is); money in major units.",
        "examples": [{"profit__lt": "0", "category__in": "mvc,mgc"}],
    }


def _patterns(kind: Kind, values: str, figures: str) -> dict[str, Any]:
    value = f"({values})" if values else _WRITTEN_AS[kind]
    plain = [name for name in OPERATORS[kind] if name in ("not", "lt", "le", "gt", "ge", "contains")]
    compared = f"(__({'|'.join(plain)}))?"
    found = {f"^({figures}){compared}$": _text(f"^{value}$")}
    if "in" in OPERATORS[kind]:
        found[f"^({figures})__in$"] = _text(f"^{value}(,{value}){{0,3}}$")
    if "empty" in OPERATORS[kind]:
        found[f"^({figures})__(empty|filled)$"] = _text("^true$")
    if "within" in OPERATORS[kind]:
        found[f"^({figures})__within$"] = _text("^[1-9][0-9]{0,3}$")
    return found


def _text(pattern: str) -> dict[str, Any]:
    return {"type": "string", "pattern": pattern, "maxLength": MOST_CHARACTERS}


def _shown(figure: Figure) -> dict[str, Any]:
    schema = dict(_SHOWN_AS[figure.kind])
    if figure.kind == "number" and not figure.nullable:
        schema["type"] = ["number", "null"]
    else:
        schema["type"] = [schema["type"], "null"]
    return {**schema, **({"title": "minor units"} if figure.kind == "money" else {})}
