"""The book's settings: what each means, its default, and what it may be."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.db import connection

from carteira.book.models import Setting
from carteira.differentiate.figures import RELATIONSHIPS, WAYS
from carteira.errors import CarteiraError

MAX_DAYS = 40_000
"""Days that no setting reaches: more than a century."""


@dataclass(frozen=True)
class Definition:
    """A setting: its default, its meaning in one sentence, the check that turns what is given into a valid value
    (raising ValueError), and what that allows. `fixed`: it cannot change once the book exists."""

    default: Any
    meaning: str
    check: Callable[[Any], Any]
    allowed: str
    fixed: bool = False


def _share(value: Any) -> float:
    number = float(value)
    if not 0 <= number <= 1:
        raise ValueError
    return number


def _least_margin(value: Any) -> float:
    number = _share(value)
    if number >= 0.5:
        raise ValueError
    return number


def _positive(value: Any) -> float:
    number = float(value)
    if not 0 < number < 1000:
        raise ValueError
    return number


def _rate(value: Any) -> float:
    number = float(value)
    if not 0 <= number < 10:
        raise ValueError
    return number


def _number(value: Any) -> float:
    number = float(value)
    if number - number != 0:
        raise ValueError
    return number


def _days(value: Any) -> int:
    number = int(value)
    if not 0 < number < MAX_DAYS:
        raise ValueError
    return number


def _optional_share(value: Any) -> float | None:
    return None if value in (None, "", "null", "none") else _share(value)


def _code(length: int) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        text = str(value).upper()
        if len(text) != length or not text.isalpha() or not text.isascii():
            raise ValueError
        return text

    return check


def _time_zone(value: Any) -> str:
    if value not in available_timezones():
        raise ValueError
    return str(value)


def _choice(*allowed: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in allowed:
            raise ValueError
        return str(value)

    return check


def _mapping(check_value: Callable[[Any], Any]) -> Callable[[Any], dict[str, Any]]:
    def check(value: Any) -> dict[str, Any]:
        parsed = json.loads(value) if isinstance(value, str) else value
        if not isinstance(parsed, dict):
            raise ValueError
        return {_text(key): check_value(item) for key, item in parsed.items()}

    return check


def _ageing(value: Any) -> dict[str, float]:
    table: dict[str, float] = _mapping(_share)(value)
    shares = {int(days): table[days] for days in sorted(table, key=int)}
    if any(not 0 <= days < MAX_DAYS for days in shares):
        raise ValueError
    return {str(days): share for days, share in shares.items()}


def _attainable(value: Any) -> dict[str, float]:
    shares: dict[str, float] = _mapping(_share)(value)
    if set(shares) - set(WAYS):
        raise ValueError
    return shares


def _remedies(value: Any) -> dict[str, Any]:
    from carteira.customize.remedies.assumptions import complete

    given = json.loads(value) if isinstance(value, str) else value
    whole = complete(given)
    return {name: whole[name] for name in given}


def _text(value: Any) -> str:
    text = str(value)
    if not text.isprintable():
        raise ValueError
    return text


def _treatments(value: Any) -> dict[str, str]:
    from carteira.differentiate.rfmt import score_range

    treatments: dict[str, str] = _mapping(_text)(value)
    for scores in treatments:
        score_range(scores)
    return treatments


def _weights(value: Any) -> dict[str, float]:
    weights: dict[str, float] = _mapping(_rate)(value)
    if set(weights) - {"recency", "frequency", "monetary", "t"} or not sum(weights.values()):
        raise ValueError
    return weights


SHARE = "a number from 0 to 1"
YEARLY = "a number from 0 to below 10"

SETTINGS: dict[str, Definition] = {
    "currency": Definition("BRL", "the book's one currency, as its ISO code", _code(3), "three letters", fixed=True),
    "time_zone": Definition(
        "America/Sao_Paulo", "the time zone of dates and days", _time_zone, "a name of the IANA data base", fixed=True
    ),
    "country": Definition(
        "BR", "the country of phones, tax ids and addresses without one, as its ISO code", _code(2), "two letters"
    ),
    "discount_rate": Definition(0.12, "yearly rate at which future margin is discounted (0.12 is 12 %)", _rate, YEARLY),
    "horizon_years": Definition(
        3.0, "how many years ahead lifetime value looks", _positive, "a number above 0, below 1000"
    ),
    "assumed_margin": Definition(
        None,
        "share of revenue taken as margin where no cost is known; empty: none",
        _optional_share,
        f"{SHARE}, or null",
    ),
    "financing_rate": Definition(0.24, "yearly cost of money tied up in overdue invoices", _rate, YEARLY),
    "bad_debt_ageing": Definition(
        {"90": 0.5, "180": 1.0},
        "share of an unpaid invoice lost beyond so many days overdue",
        _ageing,
        "JSON: days and a share from 0 to 1 for each",
    ),
    "below_zero_threshold": Definition(
        0.0, "actual value under which a customer is below zero", _number, "an amount in major units"
    ),
    "most_valuable_share": Definition(0.6, "share of positive actual value that the most valuable hold", _share, SHARE),
    "most_growable_share": Definition(0.2, "share of the others that are most growable", _share, SHARE),
    "attainable": Definition(
        dict(zip(WAYS, (0.3, 0.4, 0.4, 0.3, 0.1, 0.1, 0.15), strict=True)),
        "share of each way to more value that can be gained, after what it costs and loses",
        _attainable,
        f"JSON: {', '.join(WAYS)} and a share from 0 to 1 for each",
    ),
    "remedies": Definition(
        {},
        "what remedies of customers below zero save and lose, where it is not what docs/algorithms/remedies.md assumes",
        _remedies,
        "JSON: an assumption and its low, likely and high value, or a limit and its value, for each",
    ),
    "former_after_days": Definition(
        365, "days without a purchase after which a customer is a former one", _days, "1 to 39999"
    ),
    "needs_question": Definition("main_need", "the question whose answer declares a need", _text, "a text"),
    "need_treatments": Definition(
        {}, "what each need changes in the treatment", _mapping(_text), "JSON: a need and a text for each"
    ),
    "need_relationships": Definition(
        {"price": "transactional", "advice": "solutions", "partnership": "collaborative"},
        "how customers with each need choose to buy; relational where none is named",
        _mapping(_choice(*RELATIONSHIPS)),
        "JSON: a need and transactional, solutions, relational or collaborative for each",
    ),
    "relationship_question": Definition(
        "relationship_type", "the question in which a seller says how a company buys", _text, "a text"
    ),
    "least_margin": Definition(
        0.05,
        "share of revenue that a price must leave after product cost and cost to serve",
        _least_margin,
        "a number from 0 to below 0.5",
    ),
    "discount_authority": Definition(
        {"seller": 0.05, "sales_manager": 0.15, "director": 0.3},
        "share of the list price that each role may grant as a discount",
        _mapping(_share),
        "JSON: a role and a share from 0 to 1 for each",
    ),
    "plan_days": Definition(90, "days ahead for which the product plan states chances", _days, "1 to 39999"),
    "rfmt_weights": Definition(
        {"recency": 1.0, "frequency": 1.0, "monetary": 1.0, "t": 1.0},
        "weight of each part of the RFMT score",
        _weights,
        "JSON: recency, frequency, monetary, t and a number from 0 to below 10 for each; not all 0",
    ),
    "rfmt_t": Definition(
        "type",
        "what T is: points by type, or the interval between purchases",
        _choice("type", "interpurchase"),
        "type, interpurchase",
    ),
    "rfmt_points": Definition(
        {},
        "points per product category or channel, for T by type",
        _mapping(_number),
        "JSON: a product category, or channel:name, and a number for each",
    ),
    "rfmt_treatments": Definition(
        {}, "treatment by score range, such as 80-100", _treatments, "JSON: a range of scores and a text for each"
    ),
}

MINOR_DIGITS = {
    "BIF": 0,
    "CLP": 0,
    "JPY": 0,
    "KRW": 0,
    "PYG": 0,
    "UGX": 0,
    "VND": 0,
    "XAF": 0,
    "XOF": 0,
    "BHD": 3,
    "KWD": 3,
    "TND": 3,
}
"""Digits after the point of currencies that do not have two (ISO 4217)."""


def checked(key: str, value: Any) -> Any:
    """The valid value of the setting. Raises `unknown_setting`, `bad_setting` or `bad_score_range`."""
    definition = SETTINGS.get(key)
    if definition is None:
        raise CarteiraError("unknown_setting", hint="known_settings", key=key, known=", ".join(SETTINGS))
    try:
        return definition.check(value)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise CarteiraError("bad_setting", key=key, value=value, meaning=definition.meaning) from error


def values() -> dict[str, Any]:
    """Every setting of the open book by key. Read without models: every page asks for them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key, CAST(value AS TEXT) FROM {Setting._meta.db_table}")
        stored = {key: None if text is None else json.loads(text) for key, text in cursor.fetchall()}
    return {key: stored.get(key, definition.default) for key, definition in SETTINGS.items()}


def change(key: str, value: Any) -> Any:
    """Sets one setting and gives its value; it counts from the next run. Raises as `checked`, and for a fixed one."""
    valid = checked(key, value)
    if SETTINGS[key].fixed and valid != values()[key]:
        raise CarteiraError("fixed_setting", hint="make_a_new_book", key=key)
    Setting.objects.update_or_create(key=key, defaults={"value": valid})
    return valid


def minor_factor(currency: str) -> int:
    """How many minor units make one major unit: 100 centavos to the real."""
    return int(10 ** MINOR_DIGITS.get(currency, 2))


def zone(settings: dict[str, Any]) -> ZoneInfo:
    return ZoneInfo(settings["time_zone"])
