"""What was done to whom, and what came of it: checked once at the door."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from carteira.errors import CarteiraError

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Campaign(NamedTuple):
    """One row per customer: the treatment given (0 = control), the outcome, and how probable each treatment was."""

    treatment: Codes
    outcome: Vector
    propensity: Matrix
    """(N, K + 1): the chance that the customer had of each treatment, column 0 for control."""
    binary: bool
    """Whether every outcome is 0 or 1."""

    @property
    def arms(self) -> int:
        """K, the number of treatments beside control."""
        return self.propensity.shape[1] - 1

    def comparable(self, arm: int) -> Flags:
        """The customers who might have had both this arm (1..K) and control: only they tell its effect."""
        return np.asarray((self.propensity[:, arm] > 0) & (self.propensity[:, 0] > 0))


def campaign(
    treatment: npt.ArrayLike, outcome: npt.ArrayLike, propensity: npt.ArrayLike | None = None, arms: int = 0
) -> Campaign:
    """The columns as arrays of one length; without propensities, those of a randomised campaign (the arms' shares).

    `arms` is the least number of arms beside control. Raises CarteiraError for lengths that differ, treatments that
    are not 0, 1, 2 ..., missing outcomes, and propensities that are no probabilities or contradict what was done.
    """
    given, result = _numbers("treatment", treatment), _numbers("outcome", outcome)
    if len(given) != len(result):
        raise CarteiraError("uplift_lengths_differ", lengths=f"{len(given)}, {len(result)}")
    if not len(given):
        raise CarteiraError("uplift_empty")
    refuse((given < 0) | (given != np.floor(given)), "uplift_treatment_not_a_code")
    codes = given.astype(np.int64)
    arms = max(arms, int(codes.max()))
    shares = np.bincount(codes, minlength=arms + 1) / len(codes)
    chances = np.tile(shares, (len(codes), 1)) if propensity is None else _chances(propensity, codes, arms)
    if chances.shape[1] < 2:
        raise CarteiraError("uplift_no_arms")
    return Campaign(codes, result, chances, bool(np.isin(result, (0.0, 1.0)).all()))


def refuse(wrong: Flags | np.bool_, code: str, **arguments: str | int) -> None:
    """CarteiraError naming the first row where `wrong` is true."""
    if np.any(wrong):
        raise CarteiraError(code, "", row=int(np.argmax(wrong)) + 1, **arguments)


def _chances(propensity: npt.ArrayLike, codes: Codes, arms: int) -> Matrix:
    chances = np.asarray(propensity, dtype=np.float64)
    if chances.ndim != 2 or chances.shape[0] != len(codes) or chances.shape[1] <= arms:
        raise CarteiraError("uplift_propensity_shape", rows=len(codes), columns=arms + 1)
    refuse(~((chances >= 0) & (chances <= 1)).all(axis=1), "uplift_propensity_not_a_probability")
    refuse(np.abs(chances.sum(axis=1) - 1) > 1e-6, "uplift_propensity_sum")
    refuse(chances[np.arange(len(codes)), codes] == 0, "uplift_propensity_contradicts")
    return chances


def _numbers(name: str, values: npt.ArrayLike) -> Vector:
    try:
        vector = np.asarray(values, dtype=np.float64).ravel()
    except (TypeError, ValueError):
        raise CarteiraError("uplift_value_not_a_number", column=name) from None
    refuse(~np.isfinite(vector), "uplift_value_missing", column=name)
    return vector
