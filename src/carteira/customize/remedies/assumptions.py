"""What remedies are assumed to save and to lose: shares with a range each, and how far a remedy goes at most."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Range = tuple[float, float, float]

ASSUMPTIONS: Mapping[str, Range] = {
    "elasticity": (0.6, 1.2, 2.0),
    "collected": (0.2, 0.4, 0.6),
    "prepaid": (0.85, 0.95, 1.0),
    "collection_lost": (0.0, 0.01, 0.03),
    "campaigns_lost": (0.0, 0.02, 0.05),
    "calls_lost": (0.0, 0.02, 0.05),
    "visits_lost": (0.0, 0.06, 0.15),
    "service_lost": (0.02, 0.06, 0.15),
    "delivery_lost": (0.06, 0.12, 0.2),
    "merged_lost": (0.05, 0.15, 0.3),
    "prepayment_lost": (0.06, 0.1, 0.16),
    "stop_lost": (0.15, 0.3, 0.5),
}
"""Low, likely, high. `elasticity`: per cent of purchases lost when prices rise by 1 %. `collected`, `prepaid`: share of
the cost of late payment that collection with shorter terms, and prepayment, avoid. `merged_lost`: share of the small
orders that a minimum loses rather than merges. The others: share of purchases lost when all of it goes: all calls, all
visits, all of the delivery charged for."""
SAVED = ("collected", "prepaid")
"""Those of which more is better; of the others, less."""

LIMITS: Mapping[str, float] = {
    "visits_replaced": 0.75,
    "calls_replaced": 0.6,
    "delivery_charged": 0.65,
    "service_charged": 0.5,
    "minimum_order_times": 3.0,
    "price_rise": 0.05,
}
"""How far a remedy goes at most: shares of the visits, calls, deliveries and services; a minimum order as a multiple of
the customer's average one; the rise of prices as a share."""
KNOWN = (*ASSUMPTIONS, *LIMITS)
LARGEST = 10.0


@dataclass(frozen=True)
class Assumptions:
    """One number for each of KNOWN."""

    values: Mapping[str, float]

    def __getitem__(self, name: str) -> float:
        return self.values[name]


def complete(given: Mapping[str, Any]) -> dict[str, Any]:
    """What is given, checked, over the defaults. Raises ValueError for an unknown name, a range that does not rise, or
    a number that is not from 0 to 10 (for shares: to 1)."""
    if set(given) - set(KNOWN):
        raise ValueError
    ranges = {name: _range(name, given.get(name, default)) for name, default in ASSUMPTIONS.items()}
    limits = {name: _number(given.get(name, default), _largest(name)) for name, default in LIMITS.items()}
    return {**ranges, **limits}


def likely(given: Mapping[str, Any]) -> Assumptions:
    """What is expected."""
    return _taken(given, 1, 1)


def careful(given: Mapping[str, Any]) -> Assumptions:
    """The least that is saved and the most that is lost."""
    return _taken(given, 0, 2)


def hopeful(given: Mapping[str, Any]) -> Assumptions:
    """The most that is saved and the least that is lost."""
    return _taken(given, 2, 0)


def _taken(given: Mapping[str, Any], saved: int, lost: int) -> Assumptions:
    whole = complete(given)
    ranges = {name: whole[name][saved if name in SAVED else lost] for name in ASSUMPTIONS}
    return Assumptions({**ranges, **{name: whole[name] for name in LIMITS}})


def _range(name: str, value: Any) -> list[float]:
    numbers = [_number(part, _largest(name)) for part in value]
    if len(numbers) != 3 or sorted(numbers) != numbers:
        raise ValueError
    return numbers


def _number(value: Any, largest: float) -> float:
    number = float(value)
    if not 0 <= number <= largest or math.isnan(number):
        raise ValueError
    return number


def _largest(name: str) -> float:
    return LARGEST if name in ("elasticity", "minimum_order_times") else 1.0
