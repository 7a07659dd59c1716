"""Contradictory input is refused with one clear sentence that names the row."""

import numpy as np
import pytest

from carteira.customize.uplift import belief, fit_effects
from carteira.errors import CarteiraError
from carteira.messages.uplift import MESSAGES

FEATURES = np.arange(4.0)[:, None]
HALVES = [[0.5, 0.5]] * 4

REFUSED = [
    (([], [], None), "uplift_empty"),
    (([0, 1], [0, 1, 0, 1], None), "uplift_lengths_differ"),
    (([0, 1], [0, 1], None), "uplift_lengths_differ"),
    (([0, 1.5, 0, 1], [0, 1, 0, 1], None), "uplift_treatment_not_a_code"),
    (([0, -1, 0, 1], [0, 1, 0, 1], None), "uplift_treatment_not_a_code"),
    (([0, 1, 0, 1], [0, np.nan, 0, 1], None), "uplift_value_missing"),
    (([0, 1, 0, 1], [0, "x", 0, 1], None), "uplift_value_not_a_number"),
    (([0, 1, 0, 1], [0, 1, 0, 1], [0.5] * 4), "uplift_propensity_shape"),
    (([0, 1, 0, 2], [0, 1, 0, 1], HALVES), "uplift_propensity_shape"),
    (([0, 1, 0, 1], [0, 1, 0, 1], [[0.5, 0.5], [-0.5, 1.5], *HALVES[2:]]), "uplift_propensity_not_a_probability"),
    (([0, 1, 0, 1], [0, 1, 0, 1], [[0.5, 0.5], [0.5, 0.4], *HALVES[2:]]), "uplift_propensity_sum"),
    (([0, 1, 0, 1], [0, 1, 0, 1], [[0.5, 0.5], [1.0, 0.0], *HALVES[2:]]), "uplift_propensity_contradicts"),
]


@pytest.mark.parametrize(("columns", "code"), REFUSED)
def test_campaigns(columns: tuple[list[float], list[float], list[list[float]] | None], code: str) -> None:
    with pytest.raises(CarteiraError) as refusal:
        fit_effects(FEATURES, *columns)
    assert refusal.value.code == code
    sentence = str(refusal.value)
    assert "\n" not in sentence
    if "%(row)s" in MESSAGES.get(code, ""):
        assert "ow 2" in sentence


def test_priors() -> None:
    with pytest.raises(CarteiraError) as refusal:
        fit_effects(FEATURES, [0, 1, 0, 1], [0, 1, 0, 1], prior=belief([1.0], [1.0])._replace(deviation=np.zeros(1)))
    assert refusal.value.code == "uplift_prior_invalid"
