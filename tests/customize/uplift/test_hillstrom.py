"""Hillstrom's campaign: women's e-mail has effects to choose by, men's has none beyond response."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from carteira.customize.uplift import fit_effects, qini
from tests.customize.hillstrom import Hillstrom, halves, read_hillstrom

SPLITS = 20


@pytest.fixture(scope="module")
def hillstrom(shared_data: Path) -> Hillstrom:
    return read_hillstrom(shared_data)


class Half(NamedTuple):
    """Learned on one half: Qini of the effects and of the response model on the other half; and the verdict."""

    own: float
    response: float
    usable: bool


def learned(data: Hillstrom, arm: str, seed: int) -> Half:
    train, test = halves(data, arm, seed)
    effects = fit_effects(train.features, train.treatment, train.outcome)
    scores = effects.predict(test.features)[:, 0], effects.response(test.features)
    both = [qini(test.outcome, score, test.treatment) for score in scores]
    return Half(*both, effects.heterogeneity[0].usable)


def test_womens_mail_on_one_half(hillstrom: Hillstrom) -> None:
    half = learned(hillstrom, "Womens E-Mail", 0)

    assert half.usable
    assert half.own > 0.04
    assert half.own > half.response


def test_mens_mail_on_one_half(hillstrom: Hillstrom) -> None:
    half = learned(hillstrom, "Mens E-Mail", 0)

    assert not half.usable
    assert half.own == 0


@pytest.mark.long
def test_womens_mail_on_twenty_halves(hillstrom: Hillstrom) -> None:
    every = [learned(hillstrom, "Womens E-Mail", seed) for seed in range(SPLITS)]
    own, response = np.mean([half.own for half in every]), np.mean([half.response for half in every])

    assert own >= 0.055
    assert own - response >= 0.03


@pytest.mark.long
def test_both_mails_on_all_customers(hillstrom: Hillstrom) -> None:
    womens, mens = fit_effects(hillstrom.features, hillstrom.treatment, hillstrom.outcome).heterogeneity

    assert womens.reason == "uplift_usable"
    assert mens.reason == "uplift_rank_by_response"
