"""Hillstrom's e-mail campaign: 64,000 customers, men's e-mail, women's e-mail or none at random, who visited."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv

FEATURES = ["recency", "history", "mens", "womens", "newbie", "history_segment", "zip_code", "channel"]
ARMS = {"No E-Mail": 0, "Womens E-Mail": 1, "Mens E-Mail": 2}


class Hillstrom(NamedTuple):
    """Features as the file has them, the arm (0 none), and whether the customer visited."""

    features: pa.Table
    treatment: np.ndarray
    outcome: np.ndarray

    def take(self, rows: np.ndarray) -> "Hillstrom":
        return Hillstrom(self.features.take(rows), self.treatment[rows], self.outcome[rows])


def read_hillstrom(shared_data: Path) -> Hillstrom:
    table = pyarrow.csv.read_csv(shared_data / "hillstrom" / "hillstrom.csv.gz")
    arm = np.array([ARMS[name] for name in table["segment"].to_pylist()])
    return Hillstrom(table.select(FEATURES), arm, table["visit"].to_numpy())


def halves(data: Hillstrom, arm: str, seed: int) -> tuple[Hillstrom, Hillstrom]:
    """One arm against control, in two random halves with equal shares of treatment and visits."""
    rows = np.flatnonzero(np.isin(data.treatment, (0, ARMS[arm])))
    one = data.take(rows)._replace(treatment=(data.treatment[rows] > 0).astype(int))
    chance = np.random.default_rng(seed).random(len(rows))
    order = np.lexsort((chance, one.treatment * 2 + one.outcome))
    return one.take(order[::2]), one.take(order[1::2])
