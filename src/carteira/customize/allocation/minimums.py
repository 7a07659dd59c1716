"""Minimums that cannot be met are refused, with what could be."""

import numpy as np
import numpy.typing as npt

from carteira.customize.allocation.limits import Limits
from carteira.customize.allocation.population import Population
from carteira.customize.allocation.settle import Settled, settle
from carteira.errors import CarteiraError


def refuse_missed(population: Population, limits: Limits, settled: Settled) -> None:
    """Nothing, or the CarteiraError that names each minimum missed, where as few as possible are."""
    if not _missed(population, limits, settled).any():
        return
    problem = population.problem._replace(value=np.zeros_like(population.problem.value))
    minimums = np.arange(problem.rows) >= problem.minimums
    ceiling = np.where(minimums, np.minimum(limits.ceiling, 1.0), limits.ceiling)
    nearest = settle(population.with_problem(problem), limits._replace(ceiling=ceiling, unit=np.ones(problem.rows)))
    missed = _missed(population, limits, nearest)
    asked, possible = -limits.limit[problem.minimums :], -nearest.used[problem.minimums :]
    actions = "; ".join(f"{action}: {possible[action]:.0f} / {asked[action]:.0f}" for action in np.flatnonzero(missed))
    raise CarteiraError("allocation_minimum_missed", hint="allocation_lower_minimum", actions=actions)


def _missed(population: Population, limits: Limits, settled: Settled) -> npt.NDArray[np.bool_]:
    """(K,): which actions have fewer customers than their minimum."""
    first = population.problem.minimums
    return (limits.ceiling[first:] > 0) & (settled.used[first:] > limits.limit[first:])
