"""What each customer paid, and how soon it came back: the comparison of customers with themselves."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from carteira.customize.pricing.reading import Segments, codes, encoded, floats
from carteira.differentiate.peers import Flags, Floats, Integers

EPOCH = date(1970, 1, 1)
QUARTERS = 2**20
SWEEPS = 10
MOST_CUSTOMERS = 200_000
"""Evenly spaced customers that the elasticity is estimated from: more would only narrow what is narrow."""


class Strata(NamedTuple):
    """Occasions after which the customer came back (M,), in strata (S,): one customer's purchases of one category."""

    stratum: Integers
    """Of each occasion."""
    price: Floats
    """The log of what was paid over what is usual, less what the stratum and the segment paid in that quarter."""
    days: Floats
    """Until the next occasion of the stratum."""
    customer: Integers
    segment: Integers
    category: Integers
    """A place in `categories`; their number where it is not given."""
    categories: pa.Array


def strata_of(occasions: pa.Table, segments: Segments, as_of: date) -> Strata:
    """The strata of customers who came back, from the table `price_occasions`.

    The price paid at an occasion is what the customer knows until the next one. It is taken relative to what others
    paid for the same products in the same quarter, to the stratum's own mean, and to how the segment's prices moved
    from quarter to quarter: what moves all prices at once (lists, seasons, discounts that creep up) moves demand for
    other reasons too, and says nothing here.
    The wait after the last occasion is left out: it does not tell who is late from who has left, and where discounts
    grow the last price is the lowest, so that leaving would look like an answer to it.
    """
    customer, segment = segments.of(occasions["customer_id"])
    day = codes(pc.cast(occasions["ordered_on"], pa.int32()))
    categories, category = encoded(occasions["category"])
    kept = np.flatnonzero((customer >= 0) & (day < (as_of - EPOCH).days) & _sampled(customer))
    kept = kept[np.lexsort((day[kept], category[kept], customer[kept]))]
    customer, segment, category, day = (column[kept] for column in (customer, segment, category, day))
    price = np.log(floats(occasions["net"])[kept] / floats(occasions["usual"])[kept])
    same = (np.diff(customer) == 0) & (np.diff(category) == 0)
    stratum = np.cumsum(np.append(True, ~same)[: len(price)]) - 1
    price = _within(price, stratum, segment * QUARTERS + codes(occasions["quarter"])[kept])
    came_back = np.flatnonzero(same)
    first = came_back[~np.isin(came_back - 1, came_back, assume_unique=True)]
    return Strata(
        np.searchsorted(first, came_back, side="right") - 1,
        price[came_back],
        np.diff(day)[came_back].astype(np.float64),
        customer[first],
        segment[first],
        np.where(category < 0, len(categories), category)[first],
        categories,
    )


def _sampled(customer: Integers) -> Flags:
    return customer % (int(customer.max(initial=0)) // MOST_CUSTOMERS + 1) == 0


def _within(values: Floats, *groupings: Integers) -> Floats:
    """The values less the means of their groups in every grouping at once (alternating projections)."""
    places = [np.unique(grouping, return_inverse=True)[1] for grouping in groupings]
    for _ in range(SWEEPS if len(values) else 0):
        for place in places:
            values = values - (np.bincount(place, values) / np.bincount(place))[place]
    return values
