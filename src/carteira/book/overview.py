"""The portfolio as one set of figures, the same for every door."""

from dataclasses import asdict
from typing import Any

from carteira.accounts.access import MIN_GROUP
from carteira.accounts.choices import Permission
from carteira.book.queries import PublishedTables
from carteira.differentiate import portfolio, waterfall
from carteira.differentiate.portfolio import Movement

RECONCILIATION = "profit_reconciliation"


def portfolio_figures(published: PublishedTables) -> dict[str, Any]:
    """What the portfolio of these tables earns, on how few it rests, how it moved, and how profit reconciles.

    Money in minor units, shares from 0 to 1. None stands for what the access does not include: single customers' places
    on the curve, and the whole company's reconciliation. Raises `not_allowed` for who may not see margins.
    """
    run, access = published.run, published.access
    access.check_may(Permission.SEE_MARGINS)
    single = not access.aggregates_only
    whole = single and RECONCILIATION in published.names
    concentrations = (portfolio.concentration(published, name) for name in ("revenue", "profit"))
    return {
        "run_id": run.id,
        "as_of": run.as_of,
        "window": run.window,
        "window_start": run.window_start,
        "currency": run.currency,
        "categories": [asdict(row) for row in portfolio.categories_summary(published)],
        "concentration": [asdict(row) for row in concentrations] if single else None,
        "whale_curve": asdict(portfolio.whale_curve(published)) if single else None,
        "movement": [asdict(row) for row in _movement(published)],
        "reconciliation": [asdict(row) for row in waterfall.reconciliation(published)] if whole else None,
    }


def _movement(published: PublishedTables) -> tuple[Movement, ...]:
    """The movement; nothing of it for who may see totals only where the moves that are too small to be told could be
    worked out from those that are, and from the sizes of the categories now and at the run before."""
    moves = portfolio.movement(published)
    if not published.access.aggregates_only:
        return moves
    for side in ("previous", "current"):
        for category, customers in portfolio.category_sizes(published, side).items():
            left = customers - sum(move.customers for move in moves if getattr(move, side) == category)
            if 0 < left < MIN_GROUP:
                return ()
    return moves
