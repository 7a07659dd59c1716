"""The public data sets as purchase histories, and simulated companies whose truth is known."""

from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pytest

CALIBRATION_END = np.datetime64("1997-09-30")


class Cdnow(NamedTuple):
    """The sample to the end of September 1997: days for everybody, mean repeat spend of the 946 repeat buyers."""

    frequency: np.ndarray
    recency: np.ndarray
    age: np.ndarray
    later: np.ndarray
    repeats: np.ndarray
    spend: np.ndarray


@pytest.fixture(scope="session")
def cdnow(shared_data: Path) -> Cdnow:
    lines = [line.split() for line in (shared_data / "cdnow" / "CDNOW_sample.txt").read_text().splitlines()]
    days: dict[str, dict[np.datetime64, float]] = {}
    for _, customer, day, _, amount in lines:
        moment = np.datetime64(f"{day[:4]}-{day[4:6]}-{day[6:]}")
        bought = days.setdefault(customer, {})
        bought[moment] = bought.get(moment, 0.0) + float(amount)
    rows, spend = [], []
    for bought in days.values():
        inside = sorted(day for day in bought if day <= CALIBRATION_END)
        first, last = inside[0], inside[-1]
        rows.append((len(inside) - 1, last - first, CALIBRATION_END - first, len(bought) - len(inside)))
        spend.append(np.mean([bought[day] for day in inside[1:]]) if len(inside) > 1 else 0.0)
    frequency, recency, age, later = (np.array(column).astype(np.int64) for column in zip(*rows, strict=True))
    again = frequency > 0
    return Cdnow(frequency, recency, age, later, frequency[again], np.array(spend)[again])


@pytest.fixture(scope="session")
def online_retail(shared_data: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Repeat purchase days, days to the last and days observed, of the customers seen until the end of August 2011."""
    file = shared_data / "online_retail" / "online_retail.csv.gz"
    rows = duckdb.sql(
        "SELECT count(DISTINCT day) - 1 AS x, max(day) - min(day) AS t, DATE '2011-08-31' - min(day) AS age "
        "FROM (SELECT CustomerID AS customer, CAST(CAST(InvoiceDate AS TIMESTAMP) AS DATE) AS day "
        f"FROM read_csv('{file}') WHERE CustomerID IS NOT NULL AND Quantity > 0) "
        "WHERE day <= DATE '2011-08-31' GROUP BY customer"
    ).fetchnumpy()
    return rows["x"], rows["t"], rows["age"]
