"""The value of a policy on logged decisions: by hand, unbiased, with honest intervals."""

import numpy as np
import pytest

from carteira.customize.policy_value import PolicyValue, policy_value
from carteira.customize.uplift import expected_outcomes
from carteira.errors import CarteiraError
from carteira.messages.uplift import MESSAGES
from tests.customize.campaigns import Simulated, simulate

POLICY = [1, 1, 1, 0, 0, 0]
ACTION = [1, 0, 1, 0, 1, 0]
OUTCOME = [10.0, 2.0, 6.0, 6.0, 0.0, 3.0]
PROPENSITY = [0.5, 0.5, 0.25, 0.75, 0.25, 0.75]
EXPECTED = [[4.0, 8.0]] * 3 + [[5.0, 6.0]] * 3
LOGS = 300


def test_the_worked_table() -> None:
    found = policy_value(POLICY, ACTION, OUTCOME, PROPENSITY, EXPECTED)

    assert found.ips.value == pytest.approx(56 / 6)
    assert found.snips.value == pytest.approx(56 / (26 / 3))
    assert found.dr.value == pytest.approx(101 / 3 / 6)
    assert found.effective_customers == pytest.approx((26 / 3) ** 2 / (4 + 16 + 32 / 9))
    assert found.mean_weight.value == pytest.approx(26 / 3 / 6)


def test_chances_and_actions_say_the_same() -> None:
    chances = np.eye(2)[POLICY]

    assert policy_value(chances, ACTION, OUTCOME, PROPENSITY, EXPECTED) == policy_value(
        POLICY, ACTION, OUTCOME, PROPENSITY, EXPECTED
    )


def test_the_policy_that_was_followed_has_the_mean_outcome() -> None:
    chances = np.array([[1 - p, p] if a else [p, 1 - p] for a, p in zip(ACTION, PROPENSITY, strict=True)])
    found = policy_value(chances, ACTION, OUTCOME, PROPENSITY, EXPECTED)

    assert found.ips.value == found.snips.value == pytest.approx(np.mean(OUTCOME))
    assert found.effective_customers == pytest.approx(6)


def values_of(log: Simulated, policy: np.ndarray, expected: np.ndarray) -> PolicyValue:
    chance = log.propensity[np.arange(len(policy)), log.treatment]
    return policy_value(policy, log.treatment, log.outcome, chance, expected)


@pytest.mark.parametrize("binary", [True, False], ids=["binary", "heavy_tailed"])
def test_unbiased_with_honest_intervals_and_dr_varies_least(binary: bool) -> None:
    found, truth = [], []
    for seed in range(LOGS):
        log = simulate(1_000, seed, binary=binary)
        found.append(values_of(log, log.expected.argmax(axis=1), 0.8 * log.expected)[:3])
        truth.append(log.expected.max(axis=1).mean())
    error = np.array([[one.value for one in three] for three in found]) - np.array(truth)[:, None]
    inside = [[one.low <= value <= one.high for one in three] for three, value in zip(found, truth, strict=True)]
    spread = error.std(axis=0)

    assert np.all(np.abs(error.mean(axis=0)) < 3 * spread / np.sqrt(LOGS))
    assert np.all((np.mean(inside, axis=0) >= 0.85) & (np.mean(inside, axis=0) <= 0.95))
    assert spread[2] < spread[:2].min()


def test_expected_outcomes_from_the_log_itself() -> None:
    log = simulate(4_000, 1, binary=True)
    expected = expected_outcomes(log.features, log.treatment, log.outcome)
    found = values_of(log, log.expected.argmax(axis=1), expected)
    truth = log.expected.max(axis=1).mean()

    assert np.corrcoef(expected.ravel(), log.expected.ravel())[0, 1] > 0.85
    assert found.dr.error < found.ips.error
    assert abs(found.dr.value - truth) < 3 * found.dr.error


def test_a_policy_that_the_log_never_followed_is_seen_in_the_mean_weight() -> None:
    log = simulate(1_000, 1, binary=True)
    never = np.where(log.treatment == 1, 2, 1)
    found = values_of(log, never, log.expected)

    assert found.mean_weight.high < 1
    assert found.effective_customers == 0
    assert np.isnan(found.snips.value)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"action": [1, 7, 1, 0, 1, 0]}, "policy_action_unknown"),
        ({"policy": [1, 0.5, 1, 0, 0, 0]}, "policy_action_unknown"),
        ({"policy": [[1, 0], [1, 1], *[[1, 0]] * 4]}, "policy_not_probabilities"),
        ({"policy": [[1, 0], [2, -1], *[[1, 0]] * 4]}, "policy_not_probabilities"),
        ({"propensity": [0.5, 0, 0.5, 0.5, 0.5, 0.5]}, "policy_propensity_invalid"),
        ({"propensity": [0.5, np.nan, 0.5, 0.5, 0.5, 0.5]}, "policy_propensity_invalid"),
        ({"outcome": [1, np.nan, 1, 1, 1, 1]}, "policy_outcome_missing"),
        ({"outcome": [1, 1]}, "policy_shape"),
        ({"policy": [[1, 0]]}, "policy_shape"),
        ({"action": []}, "policy_empty"),
    ],
)
def test_refusals(changed: dict[str, object], code: str) -> None:
    given = {"policy": POLICY, "action": ACTION, "outcome": OUTCOME, "propensity": PROPENSITY, "expected": EXPECTED}
    with pytest.raises(CarteiraError) as refusal:
        policy_value(**{**given, **changed})
    assert refusal.value.code == code
    assert "\n" not in str(refusal.value)
    if "%(row)s" in MESSAGES[code]:
        assert refusal.value.arguments["row"] == 2
