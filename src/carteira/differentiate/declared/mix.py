"""The mix of customers at hand, against the mix that is wanted."""

from collections.abc import Mapping
from dataclasses import dataclass

from carteira.differentiate.declared.target import DIMENSIONS, Share, Target
from carteira.differentiate.scope import COMPANY, Scope
from carteira.differentiate.tables import Tables

AT_HAND = "status = 'customer'"
"""The portfolio: those who buy. Prospects and former customers are not in it."""


@dataclass(frozen=True)
class Part:
    """The customers with one value of a dimension (None: not known) beside what is wanted of them.

    The shares are of all customers whose dimension is known or should be: for a relationship type, of the companies.
    Lifetime value counts where it is positive, in minor units.
    """

    dimension: str
    value: str | None
    customers: int
    lifetime_value: int
    customer_share: float
    value_share: float
    wanted: Share
    missing: int | None
    """Customers that are missing to the wanted share; below zero: too many. None where no share is wanted."""

    @property
    def gap(self) -> float | None:
        """The wanted share of customers less the one at hand; None where none is wanted."""
        return None if self.wanted.customers is None else self.wanted.customers - self.customer_share

    @property
    def value_gap(self) -> float | None:
        """The same of lifetime value."""
        return None if self.wanted.lifetime_value is None else self.wanted.lifetime_value - self.value_share


def mix(tables: Tables, target: Target, scope: Scope = COMPANY) -> dict[str, list[Part]]:
    """The mix of each dimension, in the order of its values; needs by the number of customers. A value that is wanted
    and that nobody has stands there with none; what is not known comes last."""
    return {dimension: _parts(tables, dimension, target.shares.get(dimension, {}), scope) for dimension in DIMENSIONS}


def largest_gap(parts: Mapping[str, list[Part]]) -> Part | None:
    """The value that most is missing of, in the share of customers; None where nothing is missing."""
    short = [part for found in parts.values() for part in found if part.gap is not None and part.gap > 0]
    return max(short, key=lambda part: part.gap or 0.0, default=None)


def _parts(tables: Tables, dimension: str, wanted: Mapping[str, Share], scope: Scope) -> list[Part]:
    companies = ("kind = 'company'",) if dimension == "relationship_type" else ()
    where, parameters = scope.where(AT_HAND, *companies)
    found = tables.rows(
        f"SELECT {dimension} AS value, COUNT(*) AS customers, "
        "CAST(COALESCE(SUM(GREATEST(lifetime_value, 0)), 0) AS BIGINT) AS lifetime_value "
        f"FROM customer_list WHERE {where} GROUP BY {dimension} ORDER BY customers DESC, {dimension}",
        parameters,
    )
    rows = {row["value"]: row for row in found}
    customers, worth = (sum(row[name] for row in found) for name in ("customers", "lifetime_value"))
    order = [*DIMENSIONS[dimension], *(value for value in rows if value is not None), *wanted]
    values: list[str | None] = [*dict.fromkeys(order), *([None] if None in rows else [])]
    return [_part(dimension, value, rows.get(value, {}), customers, worth, wanted) for value in values]


def _part(
    dimension: str,
    value: str | None,
    row: Mapping[str, int],
    customers: int,
    worth: int,
    wanted: Mapping[str, Share],
) -> Part:
    have, valued = row.get("customers", 0), row.get("lifetime_value", 0)
    share = wanted.get(value, Share()) if value is not None else Share()
    missing = None if share.customers is None else round(share.customers * customers) - have
    return Part(
        dimension,
        value,
        have,
        valued,
        have / customers if customers else 0.0,
        valued / worth if worth else 0.0,
        share,
        missing,
    )
