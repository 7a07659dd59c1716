"""Doubly robust pseudo-outcomes: by hand, and right when either the models or the propensities are."""

import numpy as np
import pytest

from carteira.customize.estimate import mean_interval
from carteira.customize.uplift.inputs import campaign
from carteira.customize.uplift.learners import pseudo_outcomes
from tests.customize.campaigns import simulate

TREATMENT = [0, 1, 2, 0, 1, 2]
OUTCOME = [4.0, 5.0, 4.0, 1.0, 3.0, 6.0]
PROPENSITY = np.tile([0.5, 0.25, 0.25], (6, 1))
EXPECTED = np.tile([2.0, 3.0, 5.0], (6, 1))
BY_HAND = [[-3, -1], [9, 3], [1, -1], [3, 5], [1, 3], [1, 7]]


def test_the_worked_table() -> None:
    pseudo = pseudo_outcomes(campaign(TREATMENT, OUTCOME, PROPENSITY), EXPECTED)

    assert pseudo.tolist() == BY_HAND
    assert pseudo.mean(axis=0) == pytest.approx([2, 16 / 6])


def test_customers_who_could_not_have_an_arm_say_nothing_of_it() -> None:
    propensity = PROPENSITY.copy()
    propensity[3] = [0.5, 0.5, 0]
    pseudo = pseudo_outcomes(campaign(TREATMENT, OUTCOME, propensity), EXPECTED)

    assert pseudo[3, 0] == 3
    assert np.isnan(pseudo[3, 1])
    assert not np.isnan(np.delete(pseudo, 3, axis=0)).any()


def test_right_propensities_forgive_wrong_models_and_right_models_wrong_propensities() -> None:
    made = simulate(200_000, 1, binary=True)
    truth = made.effects.mean(axis=0)
    wrong_models = pseudo_outcomes(campaign(made.treatment, made.outcome, made.propensity), made.expected * 0 + 0.4)
    shares = np.full_like(made.propensity, 1 / 3)
    wrong_chances = pseudo_outcomes(campaign(made.treatment, made.outcome, shares), made.expected)
    naive = made.outcome[made.treatment == 1].mean() - made.outcome[made.treatment == 0].mean()

    assert wrong_models.mean(axis=0) == pytest.approx(truth, abs=0.012)
    assert wrong_chances.mean(axis=0) == pytest.approx(truth, abs=0.012)
    assert abs(naive - truth[0]) > 0.05


@pytest.mark.parametrize("binary", [True, False], ids=["binary", "heavy_tailed"])
def test_nine_intervals_in_ten_hold_the_truth(binary: bool) -> None:
    held = []
    for seed in range(200):
        made = simulate(1_000, seed, binary=binary)
        pseudo = pseudo_outcomes(campaign(made.treatment, made.outcome, made.propensity), made.expected * 0.8)
        held += [
            one.low <= truth <= one.high
            for one, truth in zip(map(mean_interval, pseudo.T), made.effects.mean(axis=0), strict=True)
        ]

    assert 0.85 <= np.mean(held) <= 0.95
