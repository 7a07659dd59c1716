"""Rows that may enter the plan: customer, product, what foretells the purchase, when it is expected, and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from carteira.customize.products.purchases import Codes, Flags, Floats, Integers
from carteira.customize.products.standing import Standing

NOBODY = -1


class Candidates(NamedTuple):
    """Rows of one kind. `features` (N, F) foretell; the fields from `reason` on are the reason and its arguments."""

    customer: Integers
    product: Codes
    features: Floats
    days: Floats
    """Expected days from now to the purchase; NaN where nothing tells."""
    interval: Floats
    """Days between the occasions on which it may be bought: purchases of the product, where new those of anything."""
    reason: npt.NDArray[np.int8]
    """Place in the kind's `reasons`."""
    otherwise: npt.NDArray[np.int8]
    """The reason where another feature carries the chance."""
    because: Codes
    also: Codes
    number: Integers
    of: Integers
    ago: Integers

    def take(self, rows: Flags | Integers) -> "Candidates":
        return Candidates._make(column[rows] for column in self)


@dataclass(frozen=True)
class Kind:
    """One kind of plan. `prior`: the intercept and the weights of the features, from which a book's own depart.

    `signals`: the features whose weight is never negative, since they are the reasons given. `reasons`: message codes,
    each with the names of its arguments and the fields of the candidates that hold them.
    """

    name: str
    candidates: Callable[[Standing, Integers], Candidates]
    prior: tuple[float, ...]
    signals: tuple[int, ...]
    reasons: tuple[tuple[str, dict[str, str]], ...]
    main_reason: Callable[[Candidates, Floats], Candidates] = lambda rows, weights: rows
    """Settles the reason of rows that have two, by the weights."""
    of_category: bool = False
    """The chance is that of buying anything in the product's category."""


def candidates(
    customer: Integers,
    product: Codes,
    features: Sequence[Floats],
    days: Floats,
    interval: Floats,
    **more: np.ndarray,
) -> Candidates:
    """The rows, with neutral values for what `more` does not name."""
    rows = len(customer)
    neutral: dict[str, np.ndarray] = {
        "reason": np.zeros(rows, np.int8),
        "otherwise": np.zeros(rows, np.int8),
        "because": np.full(rows, NOBODY, np.int32),
        "also": np.full(rows, NOBODY, np.int32),
        "number": np.zeros(rows, np.int64),
        "of": np.zeros(rows, np.int64),
        "ago": np.zeros(rows, np.int64),
    }
    return Candidates(customer, product, np.column_stack(features), days, interval, **(neutral | more))
