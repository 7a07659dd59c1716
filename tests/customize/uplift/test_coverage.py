"""Over 200 simulated campaigns, intervals of average effects and of tenths hold the truth as often as they say."""

import numpy as np
import pytest

from tests.customize.campaigns import simulate
from tests.customize.coverage import CAMPAIGNS, covered


@pytest.mark.long
@pytest.mark.parametrize("binary", [True, False], ids=["binary", "heavy_tailed"])
def test_nine_intervals_in_ten(binary: bool) -> None:
    held = [covered(simulate(3_000, seed, binary=binary), seed) for seed in range(CAMPAIGNS // 2)]

    assert 0.85 <= np.mean([one["average effect"] for one in held]) <= 0.95
    assert 0.85 <= np.mean([one["tenths"] for one in held]) <= 0.95
