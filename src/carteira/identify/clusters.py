"""Which records are one customer: pairs joined by mixed linkage, under constraints that no chain of lookalikes can
break."""

from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

LOOSE = 0.0
CUT = 4.0
UNCOMPARED = -3.0
SHARE_OF_MEAN = 0.3
BEST, WORST = 20.0, -30.0
SURE, NEVER = 1_000.0, -1_000_000.0
LARGEST_COMPONENT = 200
STEP = 4.0


class Clusters(NamedTuple):
    """`labels`: cluster of each record, numbered from 0 in the order of its first record. `split`: how many
    components were too large to be taken as they came (more than 200 records chained together), and had weak links
    cut first."""

    labels: Ints
    split: int


def cluster(left: Ints, right: Ints, weight: Floats, identity: Ints, group: Ints) -> Clusters:
    """Clusters of the records 0..n-1, given pairs (left, right) with their weight in bits and each record's
    `identity`, the number of its valid tax id, and `group`, that of the person or of the companies of one CNPJ root;
    -1 for none. Components of pairs with weight >= 0 are split by linkage: two groups join while 0.3 x the mean + 0.7
    x the largest weight between them (from -30 to 20, -3 for a pair not compared) is 4 bits or more, the best first.
    Two records of one identity and positive weight are always together; records of two groups never are, and of two
    ids in one group only where they were compared and found alike (a changed branch number)."""
    count = len(identity)
    component, split = _components(count, left, right, weight)
    inside = component[left] == component[right]
    order = np.argsort(component[left[inside]], kind="stable")
    left, right, weight = left[inside][order], right[inside][order], weight[inside][order]
    members = np.argsort(component, kind="stable")
    size = np.bincount(component)
    first_member = np.r_[0, np.cumsum(size)]
    first_edge = np.searchsorted(component[left], np.arange(len(size) + 1))
    position = np.empty(count, np.int64)
    position[members] = np.arange(count) - np.repeat(first_member[:-1], size)
    labels = _split_components(
        members, first_member, first_edge, position[left], position[right], weight, identity, group
    )
    return Clusters(_renumbered(labels), split)


def _components(count: int, left: Ints, right: Ints, weight: Floats) -> tuple[Ints, int]:
    """Component of each record at the loose threshold, raised inside components that are too large."""
    threshold, active, split = LOOSE, np.ones(len(left), bool), 0
    while True:
        active &= weight >= threshold
        graph = coo_matrix((np.ones(int(active.sum()), np.int8), (left[active], right[active])), shape=(count, count))
        component = connected_components(graph, directed=False)[1].astype(np.int64)
        large = np.bincount(component) > LARGEST_COMPONENT
        if not large.any() or threshold > 60:
            return component, split
        split = max(split, int(large.sum()))
        threshold += STEP
        active &= ~large[component[left]] | (weight >= threshold)
        weight = np.where(large[component[left]], weight, np.inf)


@numba.njit(cache=True)  # type: ignore[misc,unused-ignore]
def _split_components(
    members: Ints,
    first_member: Ints,
    first_edge: Ints,
    left: Ints,
    right: Ints,
    weight: Floats,
    identity: Ints,
    group: Ints,
) -> Ints:
    labels = np.empty(len(members), np.int64)
    for c in range(len(first_member) - 1):
        own = members[first_member[c] : first_member[c + 1]]
        size = len(own)
        if size == 1:
            labels[own[0]] = own[0]
            continue
        total = np.full((size, size), UNCOMPARED)
        for e in range(first_edge[c], first_edge[c + 1]):
            value = min(max(weight[e], WORST), BEST)
            total[left[e], right[e]] = value
            total[right[e], left[e]] = value
        for i in range(size):
            for j in range(size):
                a, b = identity[own[i]], identity[own[j]]
                if a >= 0 and b >= 0 and a == b and total[i, j] > 0:
                    total[i, j] = SURE
                elif a >= 0 and b >= 0 and a != b and (group[own[i]] != group[own[j]] or total[i, j] <= 0):
                    total[i, j] = NEVER
        joined = _linked(total)
        for i in range(size):
            labels[own[i]] = own[joined[i]]
    return labels


@numba.njit(cache=True)  # type: ignore[misc,unused-ignore]
def _linked(total: Floats) -> Ints:
    """Group of each item (the number of its first item), joining the two closest groups while their linkage reaches
    the cut."""
    size = len(total)
    strongest, group, records = total.copy(), np.arange(size), np.ones(size)
    while True:
        best, a, b = -np.inf, -1, -1
        for i in range(size):
            for j in range(i + 1, size):
                if records[i] > 0 and records[j] > 0:
                    mean = total[i, j] / (records[i] * records[j])
                    linkage = SHARE_OF_MEAN * mean + (1 - SHARE_OF_MEAN) * strongest[i, j]
                    if linkage > best:
                        best, a, b = linkage, i, j
        if a < 0 or best < CUT:
            return group
        for k in range(size):
            total[a, k] += total[b, k]
            total[k, a] = total[a, k]
            strongest[a, k] = max(strongest[a, k], strongest[b, k])
            strongest[k, a] = strongest[a, k]
            if group[k] == b:
                group[k] = a
        records[a] += records[b]
        records[b] = 0


def _renumbered(labels: Ints) -> Ints:
    """Labels 0.. in the order of their first record."""
    values, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(values), np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(values))
    return rank[inverse]
