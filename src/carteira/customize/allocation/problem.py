"""The problem as the kernels read it: one row per customer, uses as sparse cells, limits and prices in one vector.

`rows` numbers the limits: resource after resource, each with its pools, then one row per action for its minimum (an
action taken uses -1 of the limit -minimum). Prices stand in the same order.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]
Vector = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
Choice = npt.NDArray[np.int32]


class Problem(NamedTuple):
    """Arrays with a row per customer, or with one row that holds for all."""

    value: Floats
    """(N, K): what each action brings."""
    eligible: npt.NDArray[np.bool_]
    """(N or 1, K)"""
    scale: Floats
    """(N or 1, R): what a customer uses of a resource, in units of the action's rate."""
    pool: npt.NDArray[np.int32]
    """(N or 1, R): whose capacity of a resource a customer uses."""
    rate: Floats
    """(N or 1, K R): use of each resource by each action."""
    first_cell: Indices
    """(K + 1,): where the cells of each action begin; a cell is a use that is not zero."""
    resource: Indices
    """(cells,): the resource of each cell."""
    column: Indices
    """(cells,): its column in `rate`."""
    first_row: Indices
    """(R,): the row of each resource's first pool."""
    rows: int
    """The number of limits: one per resource and pool, and one per action."""

    def of(self, customers: Indices) -> "Problem":
        """The same problem for some of the customers."""
        shared = ("eligible", "scale", "pool", "rate")
        rows = {name: array[customers] for name in shared if len(array := getattr(self, name)) > 1}
        return self._replace(value=self.value[customers], **rows)

    @property
    def minimums(self) -> int:
        """The first row that is a minimum."""
        return self.rows - self.value.shape[1]

    def outward(self, width: Vector) -> Vector:
        """Moves of all prices by `width`, each in the direction that makes actions dearer."""
        moves = width.copy()
        moves[self.minimums :] *= -1
        return moves
