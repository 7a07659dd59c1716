"""Which purchase model a book can bear, said openly: BG/NBD, NBD where nobody can be seen to leave, or a plain rule."""

from typing import NamedTuple

from carteira.differentiate.lifetime.beta_geo import BetaGeoParameters, fit_beta_geo
from carteira.differentiate.lifetime.inputs import Histories
from carteira.differentiate.lifetime.nbd import fit_nbd

FEWEST_REPEATERS = 30
DAYS_PER_YEAR = 365.25


class Diagnostic(NamedTuple):
    """One fitted number and whether to trust it; `message` is the code of what to say about the model, or ""."""

    model: str
    parameter: str
    value: float
    converged: bool
    boundary: bool
    message: str


class Choice(NamedTuple):
    """The model in use: its name, its parameters in days (a = 0 where nobody leaves), and every fit tried."""

    model: str
    parameters: BetaGeoParameters
    diagnostics: list[Diagnostic]


def choose(rows: Histories) -> Choice:
    """The richest purchase model that the histories (in days) identify."""
    if int((rows.frequency > 0).sum()) < FEWEST_REPEATERS:
        return _few(rows, [])
    bg = fit_beta_geo(*rows)
    tried = _said("bg_nbd", bg.parameters._asdict(), bg.log_likelihood, bg.converged, bg.boundary)
    if bg.boundary != "dropout_not_identifiable":
        return Choice("bg_nbd", bg.parameters, tried) if bg.converged else _few(rows, tried)
    nbd = fit_nbd(*rows)
    tried += _said("nbd", nbd.parameters._asdict(), nbd.log_likelihood, nbd.converged, nbd.boundary)
    if not nbd.converged:
        return _few(rows, tried)
    return Choice("nbd", BetaGeoParameters(nbd.parameters.r, nbd.parameters.alpha, 0.0, 1.0), tried)


def _few(rows: Histories, tried: list[Diagnostic]) -> Choice:
    """Too little to fit: rate (repeat purchases + 1) / (age + the book's mean interval), nobody leaves.

    The book's mean interval counts one imagined purchase in one imagined year, so it exists for any book.
    """
    interval = (float(rows.age.sum()) + DAYS_PER_YEAR) / (float(rows.frequency.sum()) + 1)
    said = Diagnostic("few_customers", "mean_interval", interval, True, False, "lifetime_few_customers")
    return Choice("few_customers", BetaGeoParameters(1.0, interval, 0.0, 1.0), [*tried, said])


def _said(
    model: str, parameters: dict[str, float], log_likelihood: float, converged: bool, boundary: str
) -> list[Diagnostic]:
    message = f"lifetime_{boundary}" if boundary else "" if converged else "lifetime_not_converged"
    numbers = {**parameters, "log_likelihood": log_likelihood}
    return [Diagnostic(model, name, value, converged, bool(boundary), message) for name, value in numbers.items()]
