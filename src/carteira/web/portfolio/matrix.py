"""Value against what could still be won: how many customers stand where, and the plan for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carteira.book.settings import minor_factor
from carteira.differentiate.conditions import Condition
from carteira.differentiate.portfolio import BANDS, MatrixCell, ValueMatrix
from carteira.web.portfolio.scope import customers_url

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
    """A cell, its plan, its step from 0 to 4 on the scale of how many of all customers it holds, and where they are."""

    cell: MatrixCell
    plan: str | Promise
    weight: int
    url: str


@dataclass(frozen=True)
class MatrixRow:
    """A band of value, with its cells from little to much still to be won."""

    label: str | Promise
    cells: Sequence[PlannedCell]


def matrix_rows(matrix: ValueMatrix, currency: str, query: QueryDict) -> list[MatrixRow]:
    """The rows of the matrix, the highest value first."""
    most = max((cell.customers for cell in matrix.cells), default=0) or 1
    cells = {
        (cell.value_band, cell.unrealised_band): PlannedCell(
            cell,
            PLANS[cell.value_band, cell.unrealised_band],
            round(4 * cell.customers / most),
            customers_url(query, factor=minor_factor(currency), conditions=cell_conditions(matrix, cell)),
        )
        for cell in matrix.cells
    }
    return [MatrixRow(LABELS[value], [cells[value, unrealised] for unrealised in BANDS]) for value in reversed(BANDS)]


def cell_conditions(matrix: ValueMatrix, cell: MatrixCell) -> list[Condition]:
    """What the customers of the cell have in common."""
    return [
        *between("actual_value", matrix.value_cuts, cell.value_band),
        *between("unrealised_value", matrix.unrealised_cuts, cell.unrealised_band),
    ]


def between(figure: str, cuts: tuple[int, int], band: str) -> list[Condition]:
    """The band as conditions on the figure: above the cut below it, not above the cut over it."""
    place = BANDS.index(band)
    above = [Condition(figure, "gt", cuts[place - 1])] if place else []
    return above + ([Condition(figure, "le", cuts[place])] if place < len(cuts) else [])
