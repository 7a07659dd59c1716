"""The book's settings: defaults, changes, refusals."""

from typing import Any

import pytest

from carteira.book import settings
from carteira.errors import CarteiraError

pytestmark = pytest.mark.django_db


def test_an_unset_setting_has_its_default() -> None:
    assert settings.values()["discount_rate"] == 0.12


def test_a_change_stands() -> None:
    settings.change("discount_rate", "0.2")
    assert settings.values()["discount_rate"] == 0.2


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("discount_rate", "-1"),
        ("discount_rate", "abc"),
        ("most_valuable_share", "1.5"),
        ("horizon_years", "nan"),
        ("below_zero_threshold", "nan"),
        ("rfmt_weights", '{"recency": 0}'),
        ("rfmt_weights", '{"color": 1}'),
        ("rfmt_weights", "not json"),
        ("bad_debt_ageing", '{"90": 2}'),
        ("bad_debt_ageing", '{"-5": 1}'),
        ("bad_debt_ageing", '{"99999999999": 1}'),
        ("former_after_days", float("inf")),
        ("rfmt_weights", "[" * 100_000),
        ("rfmt_treatments", {"0-100": "a\0b"}),
        ("rfmt_points", {"a\0b": 1}),
        ("rfmt_t", "tenure"),
        ("country", "BRA"),
        ("least_margin", "0.5"),
        ("discount_authority", {"seller": 1.5}),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(key: str, value: Any) -> None:
    before = settings.values()
    with pytest.raises(CarteiraError) as refusal:
        settings.change(key, value)
    assert refusal.value.code == "bad_setting"
    assert settings.values() == before


def test_a_treatment_is_for_a_range_of_scores() -> None:
    with pytest.raises(CarteiraError) as refusal:
        settings.change("rfmt_treatments", {"high": "call"})
    assert refusal.value.code == "bad_score_range"


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(CarteiraError) as refusal:
        settings.change("colour", "blue")
    assert refusal.value.code == "unknown_setting"


def test_the_currency_of_a_book_is_fixed() -> None:
    with pytest.raises(CarteiraError) as refusal:
        settings.change("currency", "USD")
    assert refusal.value.code == "fixed_setting"


def test_every_default_passes_its_own_check() -> None:
    assert all(
        settings.checked(key, definition.default) == definition.default for key, definition in settings.SETTINGS.items()
    )


@pytest.mark.parametrize(("currency", "factor"), [("BRL", 100), ("CLP", 1), ("KWD", 1000)])
def test_minor_units_by_currency(currency: str, factor: int) -> None:
    assert settings.minor_factor(currency) == factor
