"""How often quotes are won, by segment."""

import numpy as np
import pyarrow as pa
from scipy.special import expit

from carteira.customize.pricing.elasticity import REACH
from carteira.customize.pricing.pooling import common_mean, pooled
from carteira.customize.pricing.reading import floats, known


def win_rates(outcomes: pa.Table) -> pa.Table:
    """The table `price_win_rates`: the chance that an opportunity is won at the usual price, for each row of
    `price_outcomes`, with an interval of 90 % (win_rate, win_rate_low, win_rate_high; null where none was ever closed),
    and won and lost, the opportunities of the segment itself.

    The log-odds of a segment, log((won + 1/2) / (lost + 1/2)) with variance 1 / (won + 1/2) + 1 / (lost + 1/2)
    (Haldane 1956, Gart 1966), are drawn towards those of the book by `carteira.customize.pricing.pooling.pooled`.
    """
    won, lost = (floats(outcomes[name]) for name in ("won", "lost"))
    odds = np.log((won + 0.5) / (lost + 0.5))
    error = np.where(won + lost > 0, np.sqrt(1 / (won + 0.5) + 1 / (lost + 0.5)), np.inf)
    mean, mean_error = common_mean(odds, error)
    found = pooled(odds, error, np.full(len(odds), mean), np.full(len(odds), mean_error))
    reach = REACH * np.where(np.isfinite(found.error), found.error, np.nan)
    return pa.table(
        {
            **{name: outcomes[name] for name in ("kind", "segment", "won", "lost")},
            "win_rate": known(expit(found.value)),
            "win_rate_low": known(expit(found.value - reach)),
            "win_rate_high": known(expit(found.value + reach)),
        }
    )
