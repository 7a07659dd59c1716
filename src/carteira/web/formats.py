"""How figures are written, by language. Money arrives in minor units; what is negative has a real minus sign."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache, lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import (
    format_compact_decimal,
    format_decimal,
    format_percent,
    get_currency_symbol,
)
from babel.units import format_unit
from django.utils import timezone
from django.utils.translation import get_language, to_locale

from carteira.book.settings import minor_factor

MINUS = "\N{MINUS SIGN}"
NONE = "\N{EM DASH}"
# The sign that the currency has at home, where a language of ours would write its code.
SIGNS = {"BRL": "R$"}
# Larger than any count of units: keeps Babel from choosing another unit than the one asked for.
NEVER = 10**9
# Written words of which many pages have the same: Babel needs a tenth to half a millisecond for each.
KEPT = 20_000
Unit = Literal["year", "month", "day"]
Number = int | float | Decimal


def active_locale() -> Locale:
    """The Babel locale of the language that the reader chose."""
    return _locale(get_language() or "en")


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(to_locale(language))


def major_units(minor: Number, currency: str) -> Decimal:
    """Reais of cents: 12345 -> 123.45 in BRL."""
    return Decimal(str(minor)) / minor_factor(currency)


def three_digits(value: Decimal) -> Decimal:
    """The value rounded half-even to three significant digits, without trailing zeros: 48123 -> 48100."""
    if not value:
        return Decimal(0)
    unit = Decimal(1).scaleb(value.adjusted() - 2)
    rounded = value.quantize(unit, rounding=ROUND_HALF_EVEN).normalize()
    return rounded.quantize(Decimal(1)) if rounded.as_tuple().exponent > 0 else rounded  # type: ignore[operator]


def money(minor: Number | None, currency: str, locale: Locale) -> str:
    """Full precision, for a figure that stands alone: "R$ 1.234,56"."""
    if minor is None:
        return NONE
    value = major_units(minor, currency)
    return with_currency(grouped(abs(value), places(currency), locale), value, currency, locale)


def money_short(minor: Number | None, currency: str, locale: Locale) -> str:
    """At most three significant digits, for headlines and axes: "R$ 48,1 mil"."""
    if minor is None:
        return NONE
    value = three_digits(major_units(minor, currency))
    if abs(value) < 1000 and value != value.to_integral_value():
        text = grouped(abs(value), places(currency), locale)
    else:
        text = _compact(abs(value), locale)
    return with_currency(text, value, currency, locale)


@lru_cache(KEPT)
def _compact(value: Decimal, locale: Locale) -> str:
    return format_compact_decimal(value, locale=locale, fraction_digits=2)


def grouped(value: Decimal, decimals: int, locale: Locale) -> str:
    """The number rounded half-even to so many decimal places, its thousands apart: what Babel writes for "#,##0.00", a
    hundred times sooner."""
    decimal, group = _separators(locale)
    text = f"{value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN):,f}"
    return text.replace(",", "\0").replace(".", decimal).replace("\0", group)


@cache
def _separators(locale: Locale) -> tuple[str, str]:
    symbols = locale.number_symbols[locale.default_numbering_system]
    return symbols["decimal"], symbols["group"]


def with_currency(text: str, value: Decimal, currency: str, locale: Locale) -> str:
    """The written amount with the currency's sign where the language puts it, and the minus sign of a loss."""
    standard = locale.currency_formats["standard"]
    sign = currency_sign(currency, locale)
    gap = "\N{NO-BREAK SPACE}" if sign[-1].isalpha() else ""
    prefix = standard.prefix[0].replace("¤", sign + gap if standard.prefix[0] == "¤" else sign)
    return (MINUS if value < 0 else "") + prefix + text + standard.suffix[0].replace("¤", sign)


def currency_sign(currency: str, locale: Locale) -> str:
    """ "R$" for BRL; the code itself where the language knows no sign."""
    return SIGNS.get(currency) or get_currency_symbol(currency, locale)


def places(currency: str) -> int:
    """The decimal places of the currency: 2 for BRL."""
    return len(str(minor_factor(currency))) - 1


def money_amount(minor: Number | None, currency: str, locale: Locale, decimals: bool = True) -> str:
    """Full precision without the currency sign, for a column whose header names it: "1.234,56"."""
    if minor is None:
        return NONE
    return real_minus(grouped(major_units(minor, currency), places(currency) if decimals else 0, locale))


def number(value: Number | None, locale: Locale, decimals: int = 0) -> str:
    """Grouped by thousands, with `decimals` places at most: "12.431"."""
    if value is None:
        return NONE
    pattern = "#,##0" + ("." + "#" * decimals if decimals else "")
    return real_minus(format_decimal(Decimal(str(value)), pattern, locale=locale))


def number_short(value: Number | None, locale: Locale) -> str:
    """At most three significant digits: "1,2 mil"."""
    if value is None:
        return NONE
    return real_minus(_compact(three_digits(Decimal(str(value))), locale))


@lru_cache(KEPT)
def percent(share: float | None, locale: Locale) -> str:
    """A share as a percentage of at most three significant digits and one decimal place: 0.2214 -> "22,1%"."""
    if share is None:
        return NONE
    rounded = three_digits(Decimal(str(share)))
    return real_minus(format_percent(rounded, "#,##0.#%", locale=locale))


def points(difference: float | None, locale: Locale) -> str:
    """The difference of two shares in points, with its sign: 0.159 -> "+15,9"."""
    if difference is None:
        return NONE
    written = number(difference * 100, locale, 1)
    return f"+{written}" if difference > 0 else written


@lru_cache(KEPT)
def day(value: date | None, locale: Locale) -> str:
    """ "21 de nov. de 2025", "Nov 21, 2025"."""
    return format_date(value, "medium", locale=locale) if value else NONE


def moment(value: datetime | None, locale: Locale) -> str:
    """The day and the hour, to the minute, in the active time zone."""
    if value is None:
        return NONE
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return format_datetime(local, "short", locale=locale)


@lru_cache(KEPT)
def duration(days: int | None, locale: Locale) -> str:
    """A number of days in words, in the largest unit that says it well: "12 dias", "3 meses", "2 anos"."""
    if days is None:
        return NONE
    unit: Unit = "year" if abs(days) >= 2 * 365 else "month" if abs(days) >= 2 * 30 else "day"
    return real_minus(format_timedelta(timedelta(days=days), granularity=unit, threshold=NEVER, locale=locale))


@lru_cache(KEPT)
def minutes(value: int | None, locale: Locale) -> str:
    """A length of time in words: "45 minutos", "2,5 horas"."""
    if value is None:
        return NONE
    if abs(value) < 90:
        return format_unit(value, "duration-minute", locale=locale)
    return format_unit(round(value / 60, 1), "duration-hour", locale=locale)


def real_minus(text: str) -> str:
    """The text with a minus sign in place of the hyphen that stands for one."""
    return text.replace("-", MINUS)
