"""How many orders a minimum saves: the sizes of each customer's orders, added up once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class OrderSizes:
    """The orders of N customers, ascending within each. Under a minimum m an order x becomes x / m of an order.

    `owner`: row of the customer of each order; `amount`: as a share of all that the customer orders; `first`, `count`
    (N,): where its orders begin and how many; `total` (N,): what they come to, in minor units; `summed`, `squared`:
    sums of amounts and of their squares up to and with each order, within the customer.
    """

    owner: Integers
    amount: Floats
    first: Integers
    count: Integers
    total: Floats
    summed: Floats
    squared: Floats

    def below(self, minimum: Floats) -> tuple[Floats, Floats]:
        """What a minimum (N,) in minor units changes: the share of orders that is saved, and the share of all that is
        ordered which stood in those, (N,) each: sums of 1 - x / m, by order and by amount, over orders x below m."""
        limit = self._share(minimum)[self.owner]
        missing = np.where(self.amount < limit, 1 - self.amount / np.maximum(limit, 1e-300), 0.0)
        size = len(self.count)
        saved = np.bincount(self.owner, missing, minlength=size) / np.maximum(self.count, 1)
        stood = np.bincount(self.owner, missing * self.amount, minlength=size)
        return np.asarray(saved), np.asarray(stood, np.float64)

    def share_below(self, limit: float) -> Floats:
        """The share of each customer's orders that are smaller than the limit in minor units (N,)."""
        small = self.amount < self._share(np.full(len(self.count), limit))[self.owner]
        return np.asarray(np.bincount(self.owner, small, minlength=len(self.count)) / np.maximum(self.count, 1))

    def best(self, per_order: Floats, per_amount: Floats, most: Floats) -> Floats:
        """The minimum up to `most` (N,) that brings the most where each order saved brings `per_order` and loses
        `per_amount` times its share of what is ordered. What it brings rises while the sum of
        x (per_order - per_amount x) over the orders below it is positive."""
        slope = per_order[self.owner] * self.summed - per_amount[self.owner] * self.squared
        falling = np.where(slope < 0, self.amount, np.inf)
        turn = np.full(len(self.count), np.inf)
        np.minimum.at(turn, self.owner, falling)
        return np.where(self.count > 0, np.minimum(turn * np.maximum(self.total, 1.0), most), 0.0)

    def reaching(self, need: Floats, per_order: Floats, per_amount: Floats, most: Floats) -> Floats:
        """The smallest minimum up to `most` that brings `need` (N,), NaN where none does.

        Between two neighbouring order sizes a minimum m brings a - b / m, with a and b the sums over the orders below
        it of c - w x and of x (c - w x), c and w being `per_order` and `per_amount`.
        """
        place = np.arange(len(self.owner)) - self.first[self.owner] + 1
        c, w, needed = per_order[self.owner], per_amount[self.owner], need[self.owner]
        a = c * place - w * self.summed
        b = c * self.summed - w * self.squared
        end = np.minimum(self._following(), self._share(most)[self.owner])
        reached = (self.amount < end) & (b > 0) & (a - b / end >= needed)
        order = np.where(reached, np.arange(len(self.owner)), len(self.owner))
        found = np.full(len(self.count), len(self.owner))
        np.minimum.at(found, self.owner, order)
        known = found < len(self.owner)
        at = np.where(known, found, 0)
        minimum = np.full(len(self.count), np.nan)
        minimum[known] = (b[at] / (a[at] - needed[at]) * self.total)[known] if len(self.owner) else np.nan
        return minimum

    def _following(self) -> Floats:
        """The next larger order of the same customer, infinite after the last."""
        following = np.full(len(self.owner), np.inf)
        same = self.owner[1:] == self.owner[:-1]
        following[:-1][same] = self.amount[1:][same]
        return following

    def _share(self, amount: Floats) -> Floats:
        return np.asarray(amount / np.where(self.total > 0, self.total, 1.0))


def order_sizes(orders: pa.Table, customers: pa.Table) -> OrderSizes:
    """The orders (customer_id, amount > 0) of the customers in `customers`, in its order."""
    place = pc.index_in(orders["customer_id"], value_set=customers["customer_id"].combine_chunks())
    kept = pc.is_valid(place)
    owner = np.asarray(place.filter(kept).to_numpy(), np.int64)
    amount = np.asarray(pc.cast(orders["amount"].filter(kept), pa.float64()).to_numpy(), np.float64)
    sequence = np.lexsort((amount, owner))
    owner, amount = owner[sequence], amount[sequence]
    count = np.bincount(owner, minlength=len(customers))
    total = np.asarray(np.bincount(owner, amount, minlength=len(customers)), np.float64)
    first = np.cumsum(count) - count
    share = amount / total[owner]
    return OrderSizes(owner, share, first, count, total, _within(share, first, count), _within(share**2, first, count))


def _within(values: Floats, first: Integers, count: Integers) -> Floats:
    """Running sums that begin anew with each customer."""
    running = np.cumsum(values)
    before = np.concatenate([[0.0], running])[first]
    return np.asarray(running - np.repeat(before, count))
