"""How long joint allocation takes, how close it comes, and what simpler rules reach.

    python -m benchmarks.allocate [PART ...]        (sizes like 1000000; pools, highs, rules; default: all of them)

Ten treatments, doing nothing among them, and six capacities: seconds by the clock and of the processor, compiled code
already on disk; the peak memory of the process above its input, and in all; the certified gap. `pools` has 33 branches
with six capacities each. `highs` solves the linear programme by SciPy's HiGHS (interior point) at 10,000 and 100,000;
`rules` gives the share of the bound that greedy rules reach. CARTEIRA_ALLOCATION_PEER may name a folder with another
implementation (`allocation.solve(value, weight, capacity)`, a first column for doing nothing): it runs beside ours.
"""

import os
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import numba
import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from carteira.customize.allocation import Allocation, allocate

Array = np.ndarray[Any, Any]
SIZES = [10_000, 100_000, 1_000_000, 10_000_000]
PEER = os.environ.get("CARTEIRA_ALLOCATION_PEER", "")
# Seller minutes, manager minutes, call minutes, mailing, discount, loyalty.
ACTIONS = {
    "visit": (0.30, [60, 0, 0, 0, 0, 0]),
    "visit with manager": (0.38, [60, 60, 0, 0, 0, 0]),
    "call": (0.12, [0, 0, 12, 0, 0, 0]),
    "call and discount": (0.20, [0, 0, 12, 0, 1, 0]),
    "letter": (0.04, [0, 0, 0, 1.2, 0, 0]),
    "letter and discount": (0.10, [0, 0, 0, 1.2, 1, 0]),
    "e-mail": (0.015, [0, 0, 0, 0.002, 0, 0]),
    "e-mail and discount": (0.06, [0, 0, 0, 0.002, 1, 0]),
    "reward": (0.05, [0, 0, 0, 0.002, 0, 1]),
}
USE = np.array([use for _, use in ACTIONS.values()], np.float32)


def instance(customers: int, branches: int = 0) -> dict[str, Array]:
    """Lognormal potential, gamma response, one in eight better left alone, 15 % of pairs not eligible."""
    rng = np.random.default_rng(7)
    kind, shape = np.float32, (customers, len(ACTIONS))
    potential = np.exp(4 + 1.2 * rng.standard_normal((customers, 1), kind))
    value = rng.standard_gamma(0.8, shape, kind)
    value *= np.float32(1.25) * np.array([effect for effect, _ in ACTIONS.values()], kind)
    value *= potential
    np.multiply(value, np.float32(-0.5), out=value, where=rng.random(shape, kind) < 0.12)
    scale = np.ones((customers, 6), kind)
    scale[:, 0] = scale[:, 1] = 0.7 + 0.3 * rng.standard_gamma(2, customers, kind)
    scale[:, 2] = 0.6 + 0.2 * rng.standard_gamma(2, customers, kind)
    for column, share in ((4, 0.05), (5, 0.02)):
        scale[:, column] = share * potential[:, 0] * (0.5 + rng.random(customers, kind))
    budget = scale[:, 4:].sum(axis=0, dtype=np.float64) * [0.25, 0.15]
    capacity = np.concatenate([np.array([1.2, 0.24, 1.2, 0.144]) * customers, budget])
    made = {
        "value": value,
        "use": USE,
        "capacity": capacity,
        "eligible": rng.random(shape, kind) > 0.15,
        "scale": scale,
    }
    if branches:
        branch = rng.integers(0, branches, customers, np.int32)
        made["pool"] = np.repeat(branch[:, None], 6, axis=1)
        made["capacity"] = np.repeat(capacity[:, None] / branches, branches, axis=1)
    return made


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def resident() -> float:
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * resource.getpagesize() / 2**20


def exceeded(made: dict[str, Array], allocation: Allocation) -> bool:
    """Whether the chosen actions use more than there is, summed anew in float64."""
    capacity = np.atleast_2d(made["capacity"].T).T
    used = np.zeros_like(capacity)
    taken = np.flatnonzero(allocation.choice >= 0)
    for resource_ in range(len(capacity)):
        amount = made["use"].astype(np.float64)[allocation.choice[taken], resource_] * made["scale"][taken, resource_]
        pool = made["pool"][taken, resource_] if "pool" in made else np.zeros(len(taken), int)
        used[resource_] += np.bincount(pool, amount, capacity.shape[1])
    return bool((used > capacity).any())


def measure(customers: int, branches: int = 0) -> str:
    """One row of the table, after a run that loads the compiled code."""
    allocate(**instance(25_000, branches))
    made = instance(customers, branches)
    before, clock, processor = resident(), time.perf_counter(), time.process_time()
    allocation = allocate(**made)
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    above, whole = peak() - before, peak()
    fine = "EXCEEDED" if exceeded(made, allocation) else "kept"
    name = f"{customers:,}" + (f", {made['capacity'].size} capacities" if branches else "")
    return (
        f"{name:>28} {clock:>8.2f} {processor:>8.2f} {above:>8,.0f} {whole:>8,.0f} {allocation.gap:>9.1e}  {fine}"
        f"  bound {allocation.bound:.4f}"
    )


def measure_peer(customers: int) -> str:
    """The same row for the peer, on the same customers."""
    sys.path.insert(0, PEER)
    from allocation import solve  # type: ignore[import-not-found]

    def columns(made: dict[str, Array]) -> tuple[Array, Array, Array]:
        value = np.zeros((len(made["value"]), len(ACTIONS) + 1), np.float32)
        value[:, 1:] = np.where(made["eligible"], made["value"], np.float32(-1e9))
        return value, made["scale"], made["capacity"]

    solve(*columns(instance(25_000)))
    given = columns(instance(customers))
    before, clock, processor = resident(), time.perf_counter(), time.process_time()
    found = solve(*given)
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    above, whole = peak() - before, peak()
    return f"{'the peer':>28} {clock:>8.2f} {processor:>8.2f} {above:>8,.0f} {whole:>8,.0f} {found['gap']:>9.1e}"


def highs(customers: int) -> str:
    """The linear programme by HiGHS beside ours: processor time, and how far the optima are apart."""
    made = instance(customers)
    customer, action = np.nonzero(made["eligible"] & (made["value"] > 0))
    count = len(customer)
    amount = made["use"][action].astype(np.float64) * made["scale"][customer]
    each = sparse.csr_array((np.ones(count), (customer, np.arange(count))), shape=(customers, count))
    matrix = sparse.vstack([each, sparse.csr_array(amount.T)], format="csc")
    most = np.concatenate([np.ones(customers), made["capacity"]])
    allocate(**instance(25_000))
    clock = time.perf_counter()
    allocation = allocate(**made)
    ours, clock = time.perf_counter() - clock, time.perf_counter()
    theirs = linprog(-made["value"][customer, action].astype(np.float64), A_ub=matrix, b_ub=most, method="highs-ipm")
    clock = time.perf_counter() - clock
    return (
        f"HiGHS, {customers:,} customers: {clock:.2f} s, ours {ours:.2f} s ({clock / ours:.0f} times); "
        f"bound / optimum - 1 = {allocation.bound / -theirs.fun - 1:.1e}"
    )


@numba.njit(cache=True)  # type: ignore[misc,unused-ignore]
def taken_in_order(customer: Array, action: Array, value: Array, use: Array, scale: Array, capacity: Array) -> float:
    """What is reached when options are taken in this order, each where the customer is free and it fits."""
    left, free, total = capacity.copy(), np.ones(len(scale), np.bool_), 0.0
    for option in range(len(customer)):
        who, what = customer[option], action[option]
        if free[who]:
            amount = use[what] * scale[who]
            if (amount <= left).all():
                left -= amount
                free[who] = False
                total += value[who, what]
    return total


def rules(customers: int) -> str:
    """Greedy rules, as shares of the bound."""
    made = instance(customers)
    value, use, scale = made["value"], made["use"].astype(np.float64), made["scale"].astype(np.float64)
    bound = allocate(**made).bound
    customer, action = np.nonzero(made["eligible"] & (value > 0))
    worth = value[customer, action]
    best = np.where(made["eligible"], value, 0).max(axis=1)[customer]
    share = ((use / made["capacity"])[action] * scale[customer]).sum(axis=1)
    orders = {
        "highest value first": np.argsort(-worth, kind="stable"),
        "best customers first": np.lexsort((-worth, customer, -best)),
        "value per share of capacity": np.argsort(-worth / share, kind="stable"),
        "customers as they come": np.lexsort((-worth, customer)),
    }
    reached = {
        name: taken_in_order(customer[order], action[order], value, use, scale, made["capacity"]) / bound
        for name, order in orders.items()
    }
    return f"{customers:,} customers, share of the bound: " + ", ".join(f"{n} {r:.4f}" for n, r in reached.items())


def main(parts: list[str]) -> None:
    sizes = [int(part) for part in parts if part.isdigit()]
    work: list[tuple[Any, ...]] = []
    for size in sizes:
        work += [(measure, size), *([(measure_peer, size)] if PEER else [])]
    work += [(measure, 1_000_000, 33)] if "pools" in parts else []
    work += [(highs, 10_000), (highs, 100_000)] if "highs" in parts else []
    work += [(rules, 1_000_000)] if "rules" in parts else []
    head = ("customers", "seconds", "CPU", "MB above", "MB", "gap")
    sys.stdout.write("{:>28} {:>8} {:>8} {:>8} {:>8} {:>9}\n".format(*head))
    for function, *arguments in work:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            sys.stdout.write(alone.submit(function, *arguments).result() + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:] or [*map(str, SIZES), "pools", "highs", "rules"])
