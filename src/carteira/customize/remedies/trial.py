"""A remedy at a level, under careful, likely and hopeful assumptions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from carteira.customize.remedies.assumptions import Assumptions, careful, hopeful, likely
from carteira.customize.remedies.remedies import Remedy
from carteira.customize.remedies.year import Floats, Year

Flags = npt.NDArray[np.bool_]
Years = tuple[Year, Year, Year]
Assumed = tuple[Assumptions, Assumptions, Assumptions]
"""Careful, likely, hopeful."""


@dataclass(frozen=True)
class Trial:
    """Each (N,), the gains in minor units a year; `kept`: share of the purchases that is left after this and all that
    was done before."""

    level: Floats
    gain: Floats
    low: Floats
    high: Floats
    kept: Floats


def assumed_of(given: Mapping[str, Any]) -> Assumed:
    return careful(given), likely(given), hopeful(given)


def tried(remedy: Remedy, years: Years, level: Floats, assumed: Assumed) -> tuple[Trial, Years]:
    """What the remedy brings at that level (N,) on top of the years, and the years with it.

    On top of others it can bring more where those were careful (what they saved less is left to save): low and high are
    the least and the most of the three.
    """
    after = [remedy.after(year, level, assumption) for year, assumption in zip(years, assumed, strict=True)]
    gains = np.array([later.profit - earlier.profit for later, earlier in zip(after, years, strict=True)])
    trial = Trial(level, gains[1], gains.min(axis=0), gains.max(axis=0), after[1]["kept"])
    return trial, (after[0], after[1], after[2])
