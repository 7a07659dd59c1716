"""How figures are written in each language."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from babel.numbers import format_decimal
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from carteira.web import formats

BRAZIL, SPAIN, ENGLISH = Locale.parse("pt_BR"), Locale.parse("es"), Locale.parse("en")
GAP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("minor", "brazil", "english", "spain"),
    [
        (0, "R$ 0", "R$0", "0 R$"),
        (412, "R$ 4,12", "R$4.12", "4,12 R$"),
        (41_234, "R$ 412", "R$412", "412 R$"),
        (4_812_345, "R$ 48,1 mil", "R$48.1K", "48,1 mil R$"),
        (4_800_000, "R$ 48 mil", "R$48K", "48 mil R$"),
        (99_999_999, "R$ 1 mi", "R$1M", "1 M R$"),
        (-31_000_000, "−R$ 310 mil", "−R$310K", "−310 mil R$"),
    ],
)
def test_headlines_have_three_significant_digits(minor: int, brazil: str, english: str, spain: str) -> None:
    written = [formats.money_short(minor, "BRL", locale).replace(GAP, " ") for locale in (BRAZIL, ENGLISH, SPAIN)]
    assert written == [brazil, english, spain]


def test_tables_have_full_precision_and_a_real_minus_sign() -> None:
    assert formats.money(-123_456, "BRL", BRAZIL) == f"−R${GAP}1.234,56"
    assert formats.money_amount(-123_456, "BRL", ENGLISH) == "−1,234.56"
    assert formats.money_amount(123_456, "BRL", BRAZIL, decimals=False) == "1.235"


def test_a_currency_without_cents_is_not_divided() -> None:
    assert formats.money(1_234, "CLP", SPAIN) == f"1.234{GAP}CLP"


def test_what_is_unknown_is_a_dash() -> None:
    writers = (formats.number, formats.percent, formats.day, formats.duration, formats.minutes, formats.number_short)
    assert {write(None, BRAZIL) for write in writers} == {formats.NONE}
    assert formats.money(None, "BRL", BRAZIL) == formats.money_short(None, "BRL", BRAZIL) == formats.NONE


@pytest.mark.parametrize(("share", "text"), [(0.2214, "22,1%"), (1.4, "140%"), (-0.05, "−5%"), (0.99999, "100%")])
def test_percent(share: float, text: str) -> None:
    assert formats.percent(share, BRAZIL) == text


@pytest.mark.parametrize(("days", "text"), [(1, "1 dia"), (59, "59 dias"), (90, "3 meses"), (800, "2 anos")])
def test_a_duration_is_in_words(days: int, text: str) -> None:
    assert formats.duration(days, BRAZIL) == text


def test_lengths_of_time_and_moments() -> None:
    assert formats.minutes(45, BRAZIL) == "45 minutos"
    assert formats.minutes(150, BRAZIL) == "2,5 horas"
    assert formats.day(date(2025, 11, 21), ENGLISH) == "Nov 21, 2025"
    assert formats.moment(datetime(2025, 11, 21, 14, 5), BRAZIL) == "21/11/2025 14:05"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4))
def test_three_digits_lose_less_than_half_a_percent(value: Decimal) -> None:
    rounded = formats.three_digits(value)
    assert abs(rounded - value) <= abs(value) / 200
    assert len(rounded.normalize().as_tuple().digits) <= 3


def test_a_moment_with_an_offset_is_written_in_the_active_time_zone() -> None:
    with timezone.override(ZoneInfo("America/Sao_Paulo")):
        assert formats.moment(datetime(2025, 11, 21, 14, 5, tzinfo=UTC), BRAZIL) == "21/11/2025 11:05"


@given(
    st.decimals(min_value=-(10**15), max_value=10**15, places=4),
    st.sampled_from([0, 2, 3]),
    st.sampled_from([BRAZIL, SPAIN, ENGLISH]),
)
def test_grouped_numbers_are_those_of_babel(value: Decimal, decimals: int, locale: Locale) -> None:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    assert formats.grouped(value, decimals, locale) == format_decimal(value, pattern, locale=locale)
