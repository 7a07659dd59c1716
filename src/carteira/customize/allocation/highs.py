"""HiGHS as we use it: the most gain under upper limits, as a linear programme or with whole shares."""

from typing import NamedTuple

import highspy
import numpy as np
from highspy._core import _Highs as Solver  # the public class writes a banner to the standard output when it is made
from scipy import sparse

from carteira.customize.allocation.problem import Vector

FEASIBLE = 1e-10


class Solution(NamedTuple):
    """Shares (columns,) and the price of each limit (rows,); prices are zero for whole shares."""

    share: Vector
    prices: Vector


def linear(gain: Vector, use: sparse.csc_array, most: Vector) -> Solution:
    """The highest gain @ x where use @ x <= most and x >= 0, by the dual simplex method."""
    upper = np.full(len(gain), highspy.kHighsInf)
    solver = _solver(gain, use, most, upper, highspy.HighsVarType.kContinuous)
    solver.setOptionValue("solver", "simplex")
    solver.run()
    found = solver.getSolution()
    return Solution(np.array(found.col_value), np.maximum(-np.array(found.row_dual), 0.0))


def whole(
    gain: Vector, use: sparse.csc_array, most: Vector, upper: Vector, start: Vector, tolerance: float, nodes: int
) -> Vector:
    """The same with whole 0 <= x <= upper, from `start` on, to a relative `tolerance` or so many nodes: no clock."""
    solver = _solver(gain, use, most, upper, highspy.HighsVarType.kInteger)
    solver.setOptionValue("presolve", "off")  # half the time on programmes of this shape
    solver.setOptionValue("mip_rel_gap", tolerance)
    solver.setOptionValue("mip_feasibility_tolerance", FEASIBLE)
    solver.setOptionValue("mip_max_nodes", nodes)
    known = highspy.HighsSolution()
    known.col_value = start.tolist()
    solver.setSolution(known)
    solver.run()
    return np.rint(np.array(solver.getSolution().col_value))


def _solver(gain: Vector, use: sparse.csc_array, most: Vector, upper: Vector, kind: highspy.HighsVarType) -> Solver:
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = use.shape
    model.col_cost_, model.col_lower_, model.col_upper_ = -gain, np.zeros(len(gain)), upper
    model.row_lower_, model.row_upper_ = np.full(len(most), -highspy.kHighsInf), most
    model.integrality_ = [kind] * len(gain)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_, matrix.index_, matrix.value_ = use.indptr, use.indices, use.data
    solver = Solver()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("parallel", "off")
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    return solver
