"""What a purchase of a product brings from this customer: the usual spend by the customer's own size, and margin."""

from typing import NamedTuple

import numpy as np

from carteira.customize.products.purchases import Codes, Floats, Integers, Pairs
from carteira.customize.products.reading import Book
from carteira.differentiate.lifetime.margin import shrunken_margin

BASES = ("product", "category", "book")


class Spending(NamedTuple):
    """Money in minor units for one purchase (a day on which the product is bought)."""

    typical: Floats
    """Per product, over all customers."""
    of_category: Floats
    """The same per category; the last for products without."""
    price: Floats
    """Per product and unit."""
    size: Floats
    """Per customer, the size of its purchases: 1 is usual."""
    own: Floats
    """Per pair: this customer's purchase of this product."""
    margin_rate: Floats
    """Per product; NaN where no cost in the book is known."""
    margin_basis: Codes
    """Whose rate it is, a place in BASES."""


def spending_of(pairs: Pairs, book: Book) -> Spending:
    """Usual spend, the customers' sizes and margin rates from all pairs.

    size = credibility estimate (n mean + k book's) / (n + k) of the ratio of own spend to the product's usual spend,
    over all purchases; the expected purchase of a pair likewise, around the product's usual spend x size.
    """
    times = pairs.when.times.astype(np.float64)
    typical = _per(pairs.product, pairs.spend, times, book.products)
    of_category = _per(book.category[pairs.product], pairs.spend, times, len(book.categories) + 1)
    price = _per(pairs.product, pairs.spend, pairs.quantity, book.products)
    size = np.ones(book.customers)
    usual = np.maximum(typical[pairs.product], 1e-9)
    sums = (times, pairs.spend / usual, pairs.spend_squares / usual**2)
    purchases, spend, squares = (_floats(pairs.customer, column, book.customers) for column in sums)
    buyers = purchases > 0
    size[buyers] = np.maximum(shrunken_margin(purchases[buyers], spend[buyers], squares[buyers]).expected, 0.0)
    usual = np.maximum(usual * size[pairs.customer], 1e-9)
    ratio = shrunken_margin(times, pairs.spend / usual, pairs.spend_squares / usual**2).expected
    rate, basis = _margin_rates(book)
    return Spending(typical, of_category, price, size, np.maximum(ratio, 0.0) * usual, rate, basis)


def expected_spend(
    spending: Spending, pairs: Pairs, category: Codes, customer: Integers, product: Codes, of_category: bool
) -> Floats:
    """For rows of customer and product: one purchase, own where it was bought before."""
    if of_category:
        return spending.of_category[category[product]] * spending.size[customer]
    usual = spending.typical[product] * spending.size[customer]
    place = pairs.find(customer, product)
    return np.where(place >= 0, spending.own[place], usual) if len(spending.own) else usual


def _margin_rates(book: Book) -> tuple[Floats, Codes]:
    category = np.where(book.category < 0, len(book.categories), book.category)
    sums = [np.bincount(category, column, len(book.categories) + 1) for column in (book.revenue, book.cost)]
    totals = (
        (book.revenue, book.cost),
        (sums[0][category] * (book.category >= 0), sums[1][category]),
        (np.full(book.products, book.revenue.sum()), np.full(book.products, book.cost.sum())),
    )
    rate, basis = np.full(book.products, np.nan), np.full(book.products, -1, dtype=np.int32)
    for number, (revenue, cost) in enumerate(totals):
        open_ = (basis < 0) & (revenue > 0)
        rate[open_] = 1 - cost[open_] / revenue[open_]
        basis[open_] = number
    return rate, basis


def _floats(group: Codes, values: Floats, groups: int) -> Floats:
    return np.bincount(group, values, groups).astype(np.float64)


def _per(group: Codes, total: Floats, count: Floats, groups: int) -> Floats:
    """Total per count of each group; -1 is the last group."""
    place = np.where(group < 0, groups - 1, group)
    sums, counts = (np.bincount(place, column, groups) for column in (total, count))
    return np.divide(sums, counts, out=np.zeros(len(sums)), where=counts > 0)
