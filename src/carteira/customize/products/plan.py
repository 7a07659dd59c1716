"""The product plan: for each customer the next products, how likely, when, for how much, and why."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pyarrow as pa
from threadpoolctl import threadpool_limits

from carteira.customize.products.choice import choose
from carteira.customize.products.learning import learn
from carteira.customize.products.reading import read
from carteira.customize.products.spending import spending_of
from carteira.customize.products.standing import stand
from carteira.customize.products.table import SCHEMA, plan_table
from carteira.errors import CarteiraError

EPOCH = date(1970, 1, 1)
BLOCK = 20_000
"""Customers at a time: what is weighed for them takes some hundreds of megabytes."""


def product_plan(
    purchases: pa.Table,
    products: pa.Table,
    customers: pa.Table,
    *,
    as_of: date,
    horizon_days: int = 90,
    of_each: int = 3,
) -> pa.Table:
    """The next products of each customer: up to `of_each` rows of each kind, the likeliest.

    `purchases` is the table `product_purchases` (customer_id, product_id, ordered_on, quantity, revenue; returns
    negative), of which the days before `as_of` count; `products` the table `product_facts` (product_id, product_name,
    category, known_revenue, known_cost); `customers` are the customers to answer for (customer_id, kind, branch, city,
    created_on). Money is in minor units. Only customer_id, product_id and ordered_on must not be null.

    Comes back a table with the columns of `SCHEMA`, ordered by customer and place. kind: repurchase, up_sell,
    basket_gap, cross_sell, first_purchase. probability: of a purchase within `horizon_days` from `as_of` (of the
    product; of the category for basket_gap). expected_on: the day on which a repurchase is due; for products new to
    the customer its next purchase of anything, one new product for each; null for who never bought. expected_spend:
    of the purchases within the horizon if there is one; expected_margin = probability x expected_spend x margin rate,
    null where no cost is known in the book. Raises CarteiraError `plan_horizon_invalid`, `plan_size_invalid`.
    """
    return pa.concat_tables(
        plan_blocks(purchases, products, customers, as_of=as_of, horizon_days=horizon_days, of_each=of_each)
    )


def plan_blocks(
    purchases: pa.Table,
    products: pa.Table,
    customers: pa.Table,
    *,
    as_of: date,
    horizon_days: int,
    of_each: int,
) -> Iterator[pa.Table]:
    """The same plan as tables of BLOCK customers each, for books whose whole plan would fill the memory."""
    if horizon_days < 1:
        raise CarteiraError("plan_horizon_invalid", horizon=horizon_days)
    if of_each < 1:
        raise CarteiraError("plan_size_invalid", size=of_each)
    with threadpool_limits(1):  # Threads of linear algebra wait for each other where others use the machine.
        book = read(purchases, products, customers)
        day = (as_of - EPOCH).days
        learnt = learn(book, day, horizon_days)
        standing = stand(book, day, learnt.period)
        spending = spending_of(standing.pairs, book)
        yield SCHEMA.empty_table()
        for first in range(0, book.customers, BLOCK):
            who = np.arange(first, min(first + BLOCK, book.customers))
            chosen = choose(standing, who, learnt, horizon_days, of_each)
            yield plan_table(standing, spending, chosen, learnt, horizon_days)
