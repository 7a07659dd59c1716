"""Conditions on the figures of a customer card: read from the parts of a query string, written back, and as SQL.

A part is `figure__operator=value`; `figure=value` means "is". Money is written in major units.
"""

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from carteira.differentiate.figures import FIGURES, Figure, Kind
from carteira.errors import CarteiraError

Scalar = str | int | float | bool | date
Value = Scalar | tuple[Scalar, ...] | None

_COMPARED = ("is", "not", "lt", "le", "gt", "ge", "in", "empty", "filled")
OPERATORS: Mapping[Kind, tuple[str, ...]] = {
    "money": _COMPARED,
    "number": _COMPARED,
    "percent": _COMPARED,
    "day": (*_COMPARED, "within"),
    "text": ("is", "not", "contains", "in", "empty", "filled"),
    "choice": ("is", "not", "in", "empty", "filled"),
    "flag": ("is", "not"),
}
"""What may be asked of a figure of each kind. `within`: on one of the last so many days before the run's as-of date."""

MOST_VALUES = 200
MOST_CHARACTERS = 200
MOST_DAYS = 40_000
MOST_MINOR_UNITS = 10**18


@dataclass(frozen=True)
class Condition:
    """`operator` is one of OPERATORS for the kind of the figure. `value`: money in minor units, a percent as a share, a
    tuple for `in`, days for `within`, None for `empty` and `filled`."""

    figure: str
    operator: str
    value: Value = None


def condition_of(key: str, text: str, minor_factor: int) -> Condition | None:
    """The condition that a part of a query string says; None where `key` names no figure and no operator.

    Raises `bad_condition` for an unknown figure or operator, and for a value that does not fit.
    """
    name, marked, operator = key.partition("__")
    figure = FIGURES.get(name)
    if figure is None:
        if marked:
            raise CarteiraError("bad_condition", hint="condition_unknown", figure=name, operator=operator)
        return None
    operator = operator if marked else "is"
    if operator not in OPERATORS[figure.kind]:
        raise CarteiraError("bad_condition", hint="condition_unknown", figure=name, operator=operator)
    try:
        return Condition(name, operator, _read(figure, operator, text, minor_factor))
    except ValueError as error:
        raise CarteiraError(
            "bad_condition", hint=f"condition_{_wanted(figure, operator)}", figure=name, operator=operator
        ) from error


def conditions_of(parts: Iterable[tuple[str, str]], minor_factor: int) -> list[Condition]:
    """The conditions among the parts of a query string, each once, in their order. Raises as `condition_of`."""
    read = (condition_of(key, text, minor_factor) for key, text in parts)
    return list(dict.fromkeys(condition for condition in read if condition is not None))


def part_of(condition: Condition, minor_factor: int) -> tuple[str, str]:
    """The part of a query string that says the condition: `condition_of` reads it back."""
    figure = FIGURES[condition.figure]
    key = figure.name if condition.operator == "is" else f"{figure.name}__{condition.operator}"
    if condition.value is None:
        return key, "true"
    if condition.operator == "within":
        return key, str(condition.value)
    if isinstance(condition.value, tuple):
        return key, _joined([_written(figure, value, minor_factor) for value in condition.value])
    return key, _written(figure, condition.value, minor_factor)


def where(conditions: Iterable[Condition]) -> tuple[str, list[Any]]:
    """The conditions for a WHERE over `customer_list`, all of which hold, with their parameters; "TRUE" for none."""
    parts, parameters = [], []
    for condition in conditions:
        sql, given = _sql(condition)
        parts.append(sql)
        parameters += given
    return " AND ".join(parts) or "TRUE", parameters


_COMPARISONS = {"is": "=", "not": "IS DISTINCT FROM", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def _sql(condition: Condition) -> tuple[str, list[Any]]:
    figure, value = FIGURES[condition.figure], condition.value
    column = f'"{figure.name}"'
    if condition.operator == "empty":
        return f"({column} IS NULL OR {column} = '')" if figure.kind == "text" else f"{column} IS NULL", []
    if condition.operator == "filled":
        return f"{column} <> ''" if figure.kind == "text" else f"{column} IS NOT NULL", []
    if condition.operator == "in":
        values = list(value) if isinstance(value, tuple) else [value]
        return f"{column} IN ({', '.join('?' for _ in values)})", values
    if condition.operator == "contains":
        text = "folded_name" if figure.name == "name" else f"strip_accents(lower({column}))"
        return f"contains({text}, strip_accents(lower(?)))", [value]
    if condition.operator == "within":
        return f"({column} >= as_of - CAST(? AS INTEGER) AND {column} < as_of)", [value]
    return f"{column} {_COMPARISONS[condition.operator]} ?", [value]


def _read(figure: Figure, operator: str, text: str, minor_factor: int) -> Value:
    text = text.strip()
    if not text.isprintable() or len(text) > MOST_CHARACTERS * (MOST_VALUES if operator == "in" else 1):
        raise ValueError
    if operator in ("empty", "filled"):
        return None if _flag(text) else _refuse()
    if operator == "within":
        return _days(text)
    if operator == "in":
        values = dict.fromkeys(_one(figure, value, minor_factor) for value in _split(text))
        return tuple(values) if 0 < len(values) <= MOST_VALUES else _refuse()
    return _one(figure, text, minor_factor)


def _one(figure: Figure, text: str, minor_factor: int) -> Scalar:
    if figure.kind == "money":
        return _money(text, minor_factor)
    if figure.kind == "choice" and figure.values and text not in figure.values:
        raise ValueError
    return _READERS[figure.kind](text)


def _money(text: str, minor_factor: int) -> int:
    """Major units to whole minor units, exactly: a fraction of a minor unit does not fit."""
    minor = _decimal(text) * minor_factor
    if minor != int(minor) or abs(minor) > MOST_MINOR_UNITS:
        raise ValueError
    return int(minor)


def _number(text: str) -> int | float:
    number = _decimal(text)
    return int(number) if number == int(number) else float(number)


def _share(text: str) -> float:
    return float(_decimal(text[:-1]) / 100 if text.endswith("%") else _decimal(text))


def _decimal(text: str) -> Decimal:
    return Decimal(text) if re.fullmatch(r"[-+]?[0-9]{1,18}(\.[0-9]{1,9})?", text) else _refuse()


def _day(text: str) -> date:
    return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else _refuse()


def _days(text: str) -> int:
    days = int(text) if re.fullmatch(r"[0-9]{1,5}", text) else 0
    return days if 0 < days <= MOST_DAYS else _refuse()


def _text(text: str) -> str:
    return text if 0 < len(text) <= MOST_CHARACTERS else _refuse()


def _flag(text: str) -> bool:
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    found = words.get(text.lower())
    return _refuse() if found is None else found


def _refuse() -> Any:
    raise ValueError


_READERS: Mapping[Kind, Callable[[str], Scalar]] = {
    "number": _number,
    "percent": _share,
    "day": _day,
    "text": _text,
    "choice": _text,
    "flag": _flag,
}


def _wanted(figure: Figure, operator: str) -> str:
    """The end of the code of the hint that says what the value must look like."""
    return {"within": "days", "empty": "flag", "filled": "flag"}.get(operator, figure.kind)


def _written(figure: Figure, value: Scalar, minor_factor: int) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if figure.kind == "money" and isinstance(value, int):
        return f"{Decimal(value) / minor_factor:f}"
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}"
    return str(value)


def _split(text: str) -> list[str]:
    """Values between commas; one with a comma stands in quotation marks."""
    return [value.strip() for value in next(csv.reader([text], skipinitialspace=True), [])]


def _joined(values: Sequence[str]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="").writerow(values)
    return line.getvalue()
