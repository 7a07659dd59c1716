"""What participants of a programme were to be expected to buy, by what was known of them before it."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]


class Before(NamedTuple):
    """Of each participant on the day of the treatment; recency and age in days, missing where nothing was bought."""

    bought: Vector
    """Purchases in the 365 days before."""
    recency: Vector
    age: Vector
    company: Vector
    """1 for a company, 0 for a person."""


def expected_purchases(before: Before, purchases: Vector) -> Vector:
    """(N,) expected purchases after, above 0: a Poisson regression of both arms together, which favours neither."""
    if not purchases.sum():
        return np.ones(len(purchases))
    from sklearn.linear_model import PoissonRegressor

    fitted = PoissonRegressor(alpha=1e-3, max_iter=300).fit(_features(before), purchases)
    return np.maximum(np.asarray(fitted.predict(_features(before)), np.float64), 1e-9)


def _features(before: Before) -> npt.NDArray[np.float64]:
    new = np.isnan(before.recency)
    rate = np.log(before.bought + 0.5) - np.log(np.clip(np.nan_to_num(before.age, nan=365.0), 30.0, 365.0) / 365)
    recency = np.log1p(np.nan_to_num(before.recency, nan=365.0))
    columns = [rate, recency, rate * recency, before.company, before.company * rate, new.astype(np.float64)]
    features = np.column_stack(columns)
    spread = features.std(axis=0)
    return np.asarray((features - features.mean(axis=0)) / np.where(spread > 0, spread, 1.0))
