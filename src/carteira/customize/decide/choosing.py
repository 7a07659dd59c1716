"""The choice for one customer as machine code: who may have what, at which price, and what is tried to learn."""

import math

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from carteira.differentiate.lifetime.compiled import compiled

Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Vector = npt.NDArray[np.float64]

NOTHING = -1
TOP = 5
"""Actions that are looked at more closely: the best ones by net value."""
WORTH_TRYING = 1.6448536269514722
"""Standard deviations: an action that would be better than the best with less than 5 % chance is not tried."""
FLOOR = 0.02
"""The least chance of what is worth trying, so that later estimates do not rest on a few customers."""
NODES = 16
QUANTILES = ndtri((np.arange(NODES) + 0.5) / NODES)
"""Of the standard normal distribution, in the middle of NODES intervals of equal probability."""


@compiled
def row_of(customer: Codes, wanted: int) -> int:
    """The row of a customer among ascending ids, -1 where there is none."""
    low, high = 0, len(customer)
    while low < high:
        middle = (low + high) // 2
        if customer[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low if low < len(customer) and customer[low] == wanted else -1


@compiled
def weigh(
    value: Vector,
    eligible: Flags,
    scale: Vector,
    pool: Codes,
    use: Vector,
    prices: Vector,
    minimum_prices: Vector,
    closed: Flags,
    net: Vector,
    paid: Vector,
    dearest: Codes,
) -> None:
    """Fills `net` (K,) with value less the price of what each action uses, plus that of its minimum; -inf for those
    that are not eligible or `closed`. `paid`: that price; `dearest`: the resource of its largest part, -1 for none."""
    for k in range(len(net)):
        paid[k], dearest[k], most = 0.0, -1, 0.0
        for r in range(use.shape[1]):
            if use[k, r] > 0.0:
                part = use[k, r] * scale[r] * prices[r, pool[r]]
                paid[k] += part
                if part > most:
                    most, dearest[k] = part, r
        net[k] = value[k] + minimum_prices[k] - paid[k]
        if closed[k] or not eligible[k] or not math.isfinite(net[k]):
            net[k] = -math.inf


@compiled
def best_of(net: Vector, order: Codes) -> int:
    """Fills `order` with the best actions and NOTHING (net value 0), best first; gives how many there are."""
    left = net.copy()
    count, nothing = 0, False
    for _ in range(TOP):
        best = 0
        for k in range(1, len(left)):
            if left[k] > left[best]:
                best = k
        if len(left) == 0 or left[best] == -math.inf:
            break
        if not nothing and left[best] <= 0.0:
            order[count], nothing = NOTHING, True
            count += 1
        order[count], left[best] = best, -math.inf
        count += 1
    if not nothing:
        order[count] = NOTHING
        count += 1
    return count


@compiled
def fill_chances(mean: Vector, deviation: Vector, chance: Vector) -> None:
    """Fills the chance of each candidate, best first: that of being the best of those worth trying (Thompson 1933),
    FLOOR at least; 0 for the others. They are drawn by, so they are exact whatever the error of the integral."""
    count = len(mean)
    tried = 0
    for i in range(count):
        spread = math.sqrt(deviation[i] ** 2 + deviation[0] ** 2)
        worth = i == 0 or mean[0] - mean[i] < WORTH_TRYING * spread
        chance[i] = 1.0 if worth else 0.0
        tried += worth
    total = 0.0
    for i in range(count):
        if chance[i] > 0.0 and tried > 1:
            chance[i] = _chance_of_best(mean, deviation, chance, i)
        total += chance[i]
    for i in range(count):
        if chance[i] > 0.0:
            chance[i] = FLOOR + (1.0 - FLOOR * tried) * chance[i] / total if tried > 1 else 1.0


@compiled
def _chance_of_best(mean: Vector, deviation: Vector, chance: Vector, i: int) -> float:
    """That candidate i is the best of those with a chance: by NODES of its distribution, never quite zero."""
    nodes = NODES if deviation[i] > 0.0 else 1
    total = 1e-12
    for node in range(nodes):
        at = mean[i] + deviation[i] * QUANTILES[node] if nodes > 1 else mean[i]
        others = 1.0
        for j in range(len(mean)):
            if j != i and chance[j] > 0.0:
                others *= _chance_below(at, mean[j], deviation[j])
        total += others
    return total / nodes


@compiled
def _chance_below(at: float, mean: float, deviation: float) -> float:
    if deviation > 0.0:
        return 0.5 * math.erfc((mean - at) / (deviation * math.sqrt(2.0)))
    return 1.0 if at > mean else 0.5 if at == mean else 0.0


@compiled
def choose(
    value: Vector,
    deviation: Vector,
    eligible: Flags,
    scale: Vector,
    pool: Codes,
    use: Vector,
    prices: Vector,
    minimum_prices: Vector,
    closed: Flags,
    row: int,
    draw: float,
    candidates: Codes,
    chances: Vector,
) -> int:
    """Fills a line of `candidates` (TOP + 1, 5) for each: action, net value, value, price paid, dearest resource, and
    its chance. The one that `draw` (0 to 1) falls on comes first, then the others, best first. Gives how many."""
    actions = len(closed)
    net, paid, dearest = np.empty(actions), np.empty(actions), np.empty(actions, np.int64)
    weigh(value[row], eligible[row], scale[row], pool[row], use, prices, minimum_prices, closed, net, paid, dearest)
    order = np.empty(TOP + 1, np.int64)
    count = best_of(net, order)
    mean, spread, chance = np.zeros(count), np.zeros(count), np.zeros(count)
    for i in range(count):
        if order[i] != NOTHING:
            mean[i] = net[order[i]]
            known = deviation[row, order[i]]
            spread[i] = known if math.isfinite(known) else 0.0
    fill_chances(mean, spread, chance)
    drawn = _drawn(chance, draw)
    for i in range(count):
        line = 0 if i == drawn else i + (1 if i < drawn else 0)
        k = order[i]
        candidates[line, :4], candidates[line, 4], candidates[line, 0] = 0, -1, k
        if k != NOTHING:
            candidates[line, 1], candidates[line, 2] = round(net[k]), round(value[row, k])
            candidates[line, 3], candidates[line, 4] = round(paid[k]), dearest[k]
        chances[line] = chance[i]
    return count


@compiled
def _drawn(chance: Vector, draw: float) -> int:
    reached, last = 0.0, 0
    for i in range(len(chance)):
        if chance[i] > 0.0:
            reached += chance[i]
            last = i
            if draw < reached:
                return i
    return last
