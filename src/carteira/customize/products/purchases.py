"""What each customer bought and when: by day, and as pairs of customer and product up to a day."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from carteira.customize.products.rhythm import Occasions, occasions
from carteira.differentiate.lifetime.compiled import compiled

Codes = npt.NDArray[np.int32]
Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class Days(NamedTuple):
    """A row per customer, product and day (since 1970), ordered by all three; net of that day's returns."""

    customer: Codes
    product: Codes
    day: Codes
    quantity: Floats
    spend: Floats

    def take(self, chosen: Flags | Integers) -> "Days":
        return Days._make(column[chosen] for column in self)


class Pairs(NamedTuple):
    """A row per customer and product bought, ordered by both; those of customer c are start[c] to start[c + 1].

    `when` are the days with a purchase; quantity, spend and spend_squares are sums over those days.
    """

    customer: Codes
    product: Codes
    when: Occasions
    quantity: Floats
    spend: Floats
    spend_squares: Floats
    start: Integers

    def rows_of(self, who: Integers) -> Integers:
        """The rows of the customers `who`, in their order."""
        length = self.start[who + 1] - self.start[who]
        first = np.cumsum(length) - length
        return np.repeat(self.start[who] - first, length) + np.arange(length.sum())

    def find(self, customer: Integers, product: Codes) -> Integers:
        """The row of each customer and product; -1 where it was not bought."""
        found = np.full(len(customer), -1, dtype=np.int64)
        _find(self.start, self.product, customer, product, found)
        return found


def pairs_of(days: Days, customers: int) -> Pairs:
    """The pairs bought in `days`: where returns took back all or more than was bought, nothing was."""
    days = _kept(days)
    begin = _begins(days.customer, days.product)
    customer = days.customer[begin]
    return Pairs(
        customer,
        days.product[begin],
        occasions(days.day, begin),
        _sums(days.quantity, begin),
        _sums(np.maximum(days.spend, 0.0), begin),
        _sums(days.spend**2, begin),
        np.searchsorted(customer, np.arange(customers + 1)),
    )


def visits_of(days: Days, customers: int) -> Occasions:
    """When each customer bought anything that was kept: (customers,); 0 times for who did not."""
    days = _kept(days)
    order = np.lexsort((days.day, days.customer))
    customer, day = days.customer[order], days.day[order]
    once = _begins(customer, day)
    customer, day = customer[once], day[once]
    begin = _begins(customer)
    return Occasions._make(_spread(column, customer[begin], customers) for column in occasions(day, begin))


def _kept(days: Days) -> Days:
    """The days with a purchase, of the pairs whose net quantity is above zero."""
    if not len(days.day):
        return days
    begin = _begins(days.customer, days.product)
    net = np.repeat(_sums(days.quantity, begin), np.diff(np.append(begin, len(days.day))))
    return days.take((days.quantity > 0) & (net > 0))


def _spread(values: np.ndarray, place: Codes, length: int) -> np.ndarray:
    whole = np.zeros(length, dtype=values.dtype)
    whole[place] = values
    return whole


def _begins(*columns: Codes) -> Integers:
    """Where the rows of each combination begin, in ordered rows."""
    if not len(columns[0]):
        return np.zeros(0, np.int64)
    changes = np.zeros(len(columns[0]) - 1, dtype=np.bool_)
    for column in columns:
        changes |= column[1:] != column[:-1]
    return np.append(0, np.flatnonzero(changes) + 1)


def _sums(values: Floats, begin: Integers) -> Floats:
    return np.add.reduceat(values, begin) if len(begin) else np.zeros(0)


@compiled
def _find(start: Integers, product: Codes, customer: Integers, wanted: Codes, found: Integers) -> None:
    for row in range(customer.shape[0]):
        low, end = start[customer[row]], start[customer[row] + 1]
        high = end
        while low < high:
            middle = (low + high) // 2
            if product[middle] < wanted[row]:
                low = middle + 1
            else:
                high = middle
        if low < end and product[low] == wanted[row]:
            found[row] = low
