"""Which intervals of a simulated campaign hold the truth."""

import numpy as np

from carteira.customize.uplift import fit_effects
from tests.customize.campaigns import Simulated, simulate

CAMPAIGNS = 200


def covered(campaign: Simulated, seed: int) -> dict[str, float]:
    """The share of one campaign's intervals that hold the truth, and whether heterogeneity was found."""
    effects = fit_effects(campaign.features, campaign.treatment, campaign.outcome, campaign.propensity, seed=seed)
    truth = campaign.effects.mean(axis=0)
    tenths, new = [], []
    fresh = simulate(20_000, seed + 10_000, binary=set(np.unique(campaign.outcome)) <= {0.0, 1.0})
    low, high = effects.interval(fresh.features)
    for arm in (1, 2):
        labels = effects.tenths(arm)
        for row in effects.segments(labels).to_pylist():
            if row["arm"] == arm:
                expected = campaign.effects[labels == row["segment"], arm - 1].mean()
                tenths.append(row["low"] <= expected <= row["high"])
        for end in np.unique(low[:, arm - 1]):
            same = low[:, arm - 1] == end
            new.append(end <= fresh.effects[same, arm - 1].mean() <= high[same, arm - 1].max())
    averages = [one.low <= value <= one.high for one, value in zip(effects.average(), truth, strict=True)]
    usable = [one.usable for one in effects.heterogeneity]
    return {
        "average effect": float(np.mean(averages)),
        "tenths": float(np.mean(tenths)),
        "tenths of new customers": float(np.mean(new)),
        "first arm usable": float(usable[0]),
    }
