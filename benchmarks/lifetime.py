"""How long lifetime value takes for simulated books, beside a direct NumPy and SciPy implementation of the same model.

    python -m benchmarks.lifetime [CUSTOMERS ...]        (default 1000000 10000000; each size in a process of its own)

CPU seconds, compiled code already on disk. `fit` is fit_beta_geo from float weeks, `predict` expected purchases and
P(alive), `value` the whole of customer_lifetime with intervals, `MB` the peak memory of the process with its data. The
direct implementation is the published likelihood, row by row, maximised by SciPy's L-BFGS-B, and the printed formulas;
it runs on the first 100,000 customers.
"""

import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pyarrow as pa
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, hyp2f1

from carteira.differentiate.lifetime import customer_lifetime, fit_beta_geo

TRUTH = (0.243, 4.414, 0.793, 2.426)
DIRECT = 100_000
Vector = np.ndarray


def simulate(count: int) -> tuple[Vector, Vector, Vector]:
    """Repeat purchases, day of the last one and days observed of BG/NBD customers, over 27 to 104 weeks."""
    rng = np.random.default_rng(1)
    r, alpha, a, b = TRUTH
    age = np.round(rng.uniform(27, 104, count) * 7)
    rate, leaving = rng.gamma(r, 1 / alpha, count) / 7, rng.beta(a, b, count)
    frequency, recency = np.zeros(count, np.int32), np.zeros(count)
    who, now = np.arange(count), np.zeros(count)
    while len(who):
        now = now + rng.exponential(1, len(who)) / np.maximum(rate[who], 1e-300)
        inside = now <= age[who] - 1
        who, now = who[inside], now[inside]
        frequency[who] += 1
        recency[who] = np.ceil(now)
        stays = rng.random(len(who)) >= leaving[who]
        who, now = who[stays], now[stays]
    return frequency, recency, age


def history(frequency: Vector, recency: Vector, age: Vector) -> pa.Table:
    """The same customers with margins (some negative) and service costs."""
    rng = np.random.default_rng(2)
    count, purchases = len(age), frequency + 1
    mean = rng.lognormal(8, 0.7, count) * np.where(rng.random(count) < 0.05, -0.3, 1)
    columns = {
        "customer_id": np.arange(count),
        "purchases": purchases,
        "repeat_purchases": frequency,
        "recency_days": recency.astype(np.int32),
        "age_days": age.astype(np.int32),
        "contribution": np.rint(mean * purchases * rng.gamma(3.0 * purchases, 1 / (3.0 * purchases))).astype(np.int64),
        "contribution_squares": mean**2 * purchases * (1 + 1 / 3),
        "spend": np.rint(4 * np.abs(mean) * purchases).astype(np.int64),
        "days_ago": age - recency / 2,
        "days_ago_squares": recency**2 * purchases / 12,
        "contribution_by_days_ago": mean * recency * np.sqrt(purchases) * rng.normal(0, 0.1, count),
        "service_cost": np.rint(rng.gamma(1, 1000, count)).astype(np.int64),
        "service_days": np.minimum(age, 365).astype(np.int32),
    }
    return pa.table(columns)


def direct(frequency: Vector, recency: Vector, age: Vector) -> tuple[Vector, Vector]:
    """BG/NBD as printed (Fader, Hardie & Lee 2005): parameters, and expected purchases in 52 weeks."""

    def minus_log_likelihood(log_parameters: Vector) -> float:
        r, alpha, a, b = np.exp(log_parameters)
        common = gammaln(r + frequency) - gammaln(r) + r * np.log(alpha) + betaln(a, b + frequency) - betaln(a, b)
        stays = -(r + frequency) * np.log(alpha + age)
        leaves = np.log(a / (b + np.maximum(frequency, 1) - 1)) - (r + frequency) * np.log(alpha + recency)
        both = np.logaddexp(stays, np.where(frequency > 0, leaves, -np.inf))
        return float(-(common + both).mean())

    r, alpha, a, b = np.exp(minimize(minus_log_likelihood, np.zeros(4), method="L-BFGS-B", tol=1e-10).x)
    z = 52 / (alpha + age + 52)
    series = hyp2f1(r + frequency, b + frequency, a + b + frequency - 1, z)
    top = (a + b + frequency - 1) / (a - 1) * (1 - ((alpha + age) / (alpha + age + 52)) ** (r + frequency) * series)
    odds = a / (b + np.maximum(frequency, 1) - 1) * ((alpha + age) / (alpha + recency)) ** (r + frequency)
    return np.array([r, alpha, a, b]), top / (1 + (frequency > 0) * odds)


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def measure(count: int) -> str:
    """One row of the table."""
    warm = simulate(70_000)
    fit_beta_geo(*warm).expected_purchases(52, *warm)
    days = simulate(count)
    weeks = (days[0], days[1] / 7, days[2] / 7)
    model = fit_beta_geo(*weeks)
    fit = seconds(lambda: fit_beta_geo(*weeks))
    predict = seconds(lambda: (model.expected_purchases(52, *weeks), model.probability_alive(*weeks)))
    peak_of_model = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table = history(*days)
    value = seconds(lambda: customer_lifetime(table, table["customer_id"], discount_rate=0.12, horizon_years=3))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    parameters = " ".join(f"{number:.4f}" for number in model.parameters)
    return f"{count:>12,} {fit:>8.2f} {predict:>8.2f} {peak_of_model:>8,.0f} {value:>8.2f} {peak:>8,.0f}  {parameters}"


def compare(count: int) -> str:
    """The direct implementation beside ours, on the same customers."""
    frequency, recency, age = simulate(count)
    weeks = (frequency, recency / 7, age / 7)
    model = fit_beta_geo(*weeks)
    ours = seconds(lambda: fit_beta_geo(*weeks).expected_purchases(52, *weeks))
    theirs = seconds(lambda: direct(*weeks))
    parameters, expected = direct(*weeks)
    far = np.abs(model.parameters / parameters - 1).max()
    total = model.expected_purchases(52, *weeks).sum() / expected.sum() - 1
    return (
        f"{count:,} customers, fit and expected purchases: ours {ours:.2f} CPU s, direct {theirs:.2f} CPU s "
        f"({theirs / ours:.0f} times); parameters differ by {far:.1e} at most, the forecast by {total:+.1e}"
    )


def main(sizes: list[int]) -> None:
    sys.stdout.write(f"{'customers':>12} {'fit':>8} {'predict':>8} {'MB':>8} {'value':>8} {'MB':>8}  r alpha a b\n")
    for work, count in [*((measure, size) for size in sizes), (compare, DIRECT)]:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            sys.stdout.write(alone.submit(work, count).result() + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000_000, 10_000_000])
