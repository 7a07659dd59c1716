"""Simulated companies: customers with hidden rates, dropout, margins (some negative) and costs, and their future."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

YEAR = 365.25


class Company(NamedTuple):
    """What the company knows (`history`), the expected value given the hidden truth, and what then happened."""

    history: pa.Table
    truth: np.ndarray
    realised: np.ndarray


def purchase_times(
    rng: np.random.Generator, rate: np.ndarray, leaving: np.ndarray, end: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Repeat purchases until `end`: whose, when; and when each customer left (never: infinite)."""
    who, now = np.arange(len(rate)), np.zeros(len(rate))
    left = np.full(len(rate), np.inf)
    customers, times = [], []
    while len(who):
        now = now + rng.exponential(1, len(who)) / np.maximum(rate[who], 1e-300)
        who, now = who[now <= end[who]], now[now <= end[who]]
        customers.append(who)
        times.append(now)
        stays = rng.random(len(who)) >= leaving[who]
        left[who[~stays]] = now[~stays]
        who, now = who[stays], now[stays]
    return np.concatenate(customers), np.concatenate(times), left


def beta_geo_histories(
    count: int, r: float, alpha: float, a: float, b: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Repeat purchases, time of the last and age of BG/NBD customers, in continuous time."""
    rng = np.random.default_rng(seed)
    age = rng.uniform(27, 104, count)
    who, when, _ = purchase_times(rng, rng.gamma(r, 1 / alpha, count), rng.beta(a, b, count), age)
    recency = np.zeros(count)
    np.maximum.at(recency, who, when)
    return np.bincount(who, minlength=count), recency, age


def company(count: int, seed: int, horizon_years: float, discount_rate: float, drift: float = 0.0) -> Company:
    """`drift`: yearly change of what a purchase contributes until the end, as a share of its revenue; then it stops."""
    rng = np.random.default_rng(seed)
    horizon, discount = horizon_years * YEAR, np.log1p(discount_rate) / YEAR
    age = np.floor(rng.uniform(30, 1500, count))
    rate, leaving = rng.gamma(0.6, 1 / 60, count), rng.beta(0.8, 3, count)
    margin = rng.lognormal(8.5, 0.8, count) * np.where(rng.random(count) < 0.07, -0.3, 1)
    cost = rng.gamma(1, 1500, count)
    who, when, left = purchase_times(rng, rate, leaving, age + horizon)
    who, when = np.concatenate([np.arange(count), who]), np.concatenate([np.zeros(count), np.ceil(when)])
    revenue = 4 * np.abs(margin)
    size = 1 + 0.6 * (rng.gamma(1.5, 1 / 1.5, len(who)) - 1) * np.sqrt(1.5)
    paid = size * (margin[who] - drift * revenue[who] * np.maximum(age[who] - when, 0) / YEAR)
    past = when <= age[who]
    future = np.bincount(who[~past], (paid * np.exp(-discount * (when - age[who])))[~past], minlength=count)
    served = np.clip(np.minimum(left, age + horizon) - age, 0, None)
    fading = rate * leaving + discount
    alive = left > age
    expected_days = alive * -np.expm1(-fading * horizon) / fading
    return Company(
        history=_history(count, age, left, cost, who[past], when[past], paid[past], revenue),
        truth=expected_days * (rate * margin - cost / YEAR),
        realised=future - cost * -np.expm1(-discount * served) / discount / YEAR,
    )


def _history(
    count: int,
    age: np.ndarray,
    left: np.ndarray,
    cost: np.ndarray,
    who: np.ndarray,
    when: np.ndarray,
    paid: np.ndarray,
    revenue: np.ndarray,
) -> pa.Table:
    """The purchase_history table: purchases of one day are one."""
    days, day = np.unique(np.stack([who, when], axis=1), axis=0, return_inverse=True)
    value = np.bincount(day.ravel(), paid)
    customer = days[:, 0].astype(np.int64)
    last = np.zeros(count)
    np.maximum.at(last, customer, days[:, 1])
    purchases = np.bincount(customer, minlength=count)
    since = np.minimum(age, 365)
    ago = np.minimum(age[customer] - days[:, 1], 1096)
    mean_ago = np.bincount(customer, ago) / purchases
    apart = ago - mean_ago[customer]
    served = np.clip(np.minimum(left, age) - (age - since), 0, None)
    return pa.table(
        {
            "customer_id": np.arange(count),
            "purchases": purchases,
            "repeat_purchases": purchases - 1,
            "recency_days": last.astype(np.int64),
            "age_days": age.astype(np.int64),
            "contribution": np.rint(np.bincount(customer, value)).astype(np.int64),
            "contribution_squares": np.bincount(customer, value**2),
            "spend": np.rint(revenue * purchases).astype(np.int64),
            "days_ago": mean_ago,
            "days_ago_squares": np.bincount(customer, apart**2),
            "contribution_by_days_ago": np.bincount(customer, apart * value),
            "service_cost": np.rint(cost * served / YEAR).astype(np.int64),
            "service_days": since.astype(np.int64),
        }
    )
