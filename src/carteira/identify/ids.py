"""Customer ids that stay: each cluster keeps the id that most of its records had."""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def stable_ids(labels: Ints, former: Ints, largest: int) -> Ints:
    """Id per record. `labels`: cluster of each record, 0.. in the order of its first record; `former`: the record's
    id in the run before, 0 for none; `largest`: the largest id ever given. An id goes to the cluster with which it
    shares most records and a cluster takes the id with which it shares most; on ties the older (smaller) id, then the
    earlier cluster. Clusters left without take new ids from largest + 1 on, in their order."""
    clusters = int(labels.max()) + 1 if len(labels) else 0
    ids = np.zeros(clusters, np.int64)
    known = former > 0
    pairs, overlap = np.unique(np.c_[former[known], labels[known]], axis=0, return_counts=True)
    old, cluster = pairs[:, 0], pairs[:, 1]
    alone = (_count_of(old) == 1) & (_count_of(cluster) == 1)
    ids[cluster[alone]] = old[alone]
    taken: set[int] = set()
    contested = np.flatnonzero(~alone)
    for i in contested[np.lexsort((cluster[contested], old[contested], -overlap[contested]))]:
        if ids[cluster[i]] == 0 and int(old[i]) not in taken:
            ids[cluster[i]] = old[i]
            taken.add(int(old[i]))
    new = ids == 0
    ids[new] = largest + 1 + np.arange(int(new.sum()))
    return ids[labels]


def _count_of(values: Ints) -> Ints:
    """How often each value occurs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return counts[inverse]
