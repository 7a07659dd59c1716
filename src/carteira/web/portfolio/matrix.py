"""Value against what could still be won: how many customers stand where, and the plan for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carteira.differentiate.portfolio import BANDS, MatrixCell, ValueMatrix

PLANS: Mapping[tuple[str, str], str | Promise] = {
    ("high", "low"): _("Keep"),
    ("high", "middle"): _("Keep and grow"),
    ("high", "high"): _("Keep and grow"),
    ("middle", "low"): _("Serve well"),
    ("middle", "middle"): _("Grow"),
    ("middle", "high"): _("Grow"),
    ("low", "low"): _("Serve at low cost"),
    ("low", "middle"): _("Test what grows"),
    ("low", "high"): _("Win over"),
}
LABELS: Mapping[str, str | Promise] = {"high": _("High value"), "middle": _("Middle value"), "low": _("Low value")}


@dataclass(frozen=True)
class PlannedCell:
    """A cell, its plan, and its step from 0 to 4 on the scale of how many of all customers it holds."""

    cell: MatrixCell
    plan: str | Promise
    weight: int


@dataclass(frozen=True)
class MatrixRow:
    """A band of value, with its cells from little to much still to be won."""

    label: str | Promise
    cells: Sequence[PlannedCell]


def matrix_rows(matrix: ValueMatrix) -> list[MatrixRow]:
    """The rows of the matrix, the highest value first."""
    most = max((cell.customers for cell in matrix.cells), default=0) or 1
    cells = {
        (cell.value_band, cell.unrealised_band): PlannedCell(
            cell, PLANS[cell.value_band, cell.unrealised_band], round(4 * cell.customers / most)
        )
        for cell in matrix.cells
    }
    return [MatrixRow(LABELS[value], [cells[value, unrealised] for unrealised in BANDS]) for value in reversed(BANDS)]
