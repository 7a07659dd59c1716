"""The portfolio as one set of figures, the same for every door."""

from dataclasses import asdict
from typing import Any

from carteira.accounts.choices import Permission
from carteira.book.queries import PublishedTables
from carteira.differentiate import portfolio, waterfall

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
        "movement": [asdict(row) for row in portfolio.movement(published)],
        "reconciliation": [asdict(row) for row in waterfall.reconciliation(published)] if whole else None,
    }
