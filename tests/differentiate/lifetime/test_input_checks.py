"""Contradictory input is refused with one clear sentence that names the row."""

import numpy as np
import pytest

from carteira.differentiate.lifetime import fit_beta_geo, fit_gamma_gamma, fit_nbd
from carteira.errors import CarteiraError
from carteira.messages.lifetime import MESSAGES

REFUSED = [
    (([], [], []), "lifetime_empty"),
    (([1, 2], [3], [4, 5]), "lifetime_lengths_differ"),
    (([0, 1], [0, 3], [4, np.nan]), "lifetime_value_missing"),
    (([0, 1], [0, np.inf], [4, 5]), "lifetime_value_missing"),
    (([0, -1], [0, 3], [4, 5]), "lifetime_value_negative"),
    (([0, "x"], [0, 3], [4, 5]), "lifetime_value_not_a_number"),
    (([0, 1.5], [0, 3], [4, 5]), "lifetime_frequency_not_whole"),
    (([0, 1e9], [0, 3], [4, 5]), "lifetime_frequency_too_large"),
    (([0, 1], [0, 6], [4, 5]), "lifetime_recency_after_age"),
    (([1, 0], [3, 2], [4, 5]), "lifetime_recency_contradicts_frequency"),
    (([0, 1], [0, 0], [4, 5]), "lifetime_recency_contradicts_frequency"),
]


@pytest.mark.parametrize(("columns", "code"), REFUSED)
def test_purchase_histories(columns: tuple[list[float], list[float], list[float]], code: str) -> None:
    for fit in (fit_beta_geo, fit_nbd):
        with pytest.raises(CarteiraError) as refusal:
            fit(*columns)
        assert refusal.value.code == code
        sentence = MESSAGES[code] % refusal.value.arguments
        assert "\n" not in sentence
        if "%(row)s" in MESSAGES[code]:
            assert "ow 2" in sentence


@pytest.mark.parametrize("horizon", [-1, np.nan, np.inf])
def test_horizons(horizon: float) -> None:
    model = fit_beta_geo([1, 0, 2], [3, 0, 8], [9, 9, 9])
    with pytest.raises(CarteiraError) as refusal:
        model.expected_purchases(horizon, [1], [3], [9])
    assert refusal.value.code == "lifetime_horizon_invalid"


@pytest.mark.parametrize(
    ("frequency", "value", "code"),
    [
        ([0], [0], "lifetime_no_buyers"),
        ([1, 2], [5, 0], "lifetime_value_not_positive"),
        ([1], [-5], "lifetime_value_negative"),
    ],
)
def test_values(frequency: list[float], value: list[float], code: str) -> None:
    with pytest.raises(CarteiraError) as refusal:
        fit_gamma_gamma(frequency, value)
    assert refusal.value.code == code
