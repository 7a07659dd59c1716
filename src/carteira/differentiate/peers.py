"""Similar customers, and what the best of them are worth."""

import numpy as np
import numpy.typing as npt

ENOUGH_PEERS = 20
"""Below so many similar customers their percentile means little: a wider group answers."""
PERCENTILE = 0.8
SIZES = 4
TENURE_DAYS = (365, 1095)
FEW_GROUPS = 2**16
"""NumPy sorts 16-bit numbers by counting: ten times as fast."""

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def best_of_peers(
    actual_value: Integers, kind: Integers, main_category: Integers, spend: Floats, age_days: Floats
) -> Integers:
    """What the best of similar customers are worth (N,) in the units of `actual_value`: never below its own value.

    It is the 80th percentile (least value with 80 % at or below it) of the actual value of similar customers: of those
    who ever bought, the same kind, main category, size (quarter of yearly spend within the kind) and tenure (under one
    year, under three, longer); with fewer than 20 of them the group widens to kind, size and tenure; kind and size;
    kind; everybody. Who never bought (`age_days` is NaN) has no history, and is compared with customers of its kind in
    their first year, then with its kind.
    `kind` and `main_category` are codes from 0.
    """
    bought = ~np.isnan(age_days)
    if not bought.any():
        return np.maximum(actual_value, 0)
    tenure = np.searchsorted(TENURE_DAYS, np.where(bought, age_days, 0), side="right")
    size = _sizes(kind, np.where(bought, spend / np.maximum(age_days, 365), 0.0), bought)
    by_kind, everybody = kind, np.zeros_like(kind)
    size_of_kind = kind * SIZES + size
    with_tenure = size_of_kind * (len(TENURE_DAYS) + 1) + tenure
    closest = with_tenure * (int(main_category.max()) + 1) + main_category
    first_year = kind * (len(TENURE_DAYS) + 1) + tenure
    ascending = np.flatnonzero(bought)
    ascending = ascending[np.argsort(actual_value[ascending], kind="stable")]
    best = _widening(ascending, actual_value, (closest, with_tenure, size_of_kind, by_kind, everybody))
    best_of_prospect = _widening(ascending, actual_value, (first_year, by_kind, everybody))
    return np.maximum(actual_value, np.where(bought, best, best_of_prospect))


def _sizes(kind: Integers, yearly_spend: Floats, bought: Flags) -> Integers:
    """The quarter of yearly spend within the kind (N,), 0 to 3, by cut points: equal spends are of equal size."""
    size = np.zeros(len(kind), dtype=np.int64)
    for code in np.unique(kind[bought]):
        among = kind == code
        sample = yearly_spend[among & bought]
        ranks = -(-np.arange(1, SIZES) * len(sample) // SIZES) - 1
        size[among] = np.searchsorted(np.partition(sample, ranks)[ranks], yearly_spend[among], side="left")
    return size


def _widening(ascending: Integers, value: Integers, groups: tuple[Integers, ...]) -> Integers:
    """The percentile of the first of `groups`, from narrow to wide, that has enough peers; the last answers always."""
    result = np.zeros(len(value), dtype=np.int64)
    open_ = np.ones(len(value), dtype=np.bool_)
    for number, group in enumerate(groups):
        percentile, count = _percentiles(ascending, value, group)
        enough = open_ & ((count >= ENOUGH_PEERS) | (number == len(groups) - 1))
        result[enough] = percentile[enough]
        open_ &= ~enough
    return result


def _percentiles(ascending: Integers, value: Integers, group: Integers) -> tuple[Integers, Integers]:
    """The percentile and size of each customer's group (N,), (N,), over the customers `ascending` by value."""
    dense = group if group.max() < FEW_GROUPS else np.unique(group, return_inverse=True)[1]
    sortable = dense.astype(np.uint16) if dense.max() < FEW_GROUPS else dense
    order = ascending[np.argsort(sortable[ascending], kind="stable")]
    count = np.bincount(dense[order], minlength=int(dense.max()) + 1)
    start = np.cumsum(count) - count
    rank = np.maximum(np.ceil(count * PERCENTILE - 1e-9).astype(np.int64) - 1, 0)
    place = np.minimum(start + rank, len(order) - 1)
    return value[order[place]][dense], count[dense]
