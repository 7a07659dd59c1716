"""The remedies of each customer who is not in order, and the way that is recommended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from carteira.customize.remedies.assumptions import Assumptions, careful, hopeful, likely
from carteira.customize.remedies.order_sizes import order_sizes
from carteira.customize.remedies.remedies import Remedy, remedies
from carteira.customize.remedies.year import Floats, Year, floats, year_of

Flags = npt.NDArray[np.bool_]

REMEDIES = (
    "collection", "campaigns", "calls_to_web", "visits_to_calls", "charged_service", "discounts", "charged_delivery",
    "minimum_order", "price", "prepayment", "stop_spending", "exit",
)  # fmt: skip
"""In the order in which they ask more of the customer."""
OF_TERMS = ("collection", "prepayment")
"""What there is for who brings profit and pays late."""
LEAST_SHARE = 0.05
"""Of the loss: a step that brings less, and does not reach zero, is not asked of anybody."""
CENT = 0.5


@dataclass(frozen=True)
class Trial:
    """A remedy at a level: each (N,), the gains in minor units a year; `kept`: share of the purchases left."""

    level: Floats
    gain: Floats
    low: Floats
    high: Floats
    kept: Floats


@dataclass(frozen=True)
class Found:
    """A remedy of everybody: alone as far as it goes, the level at which it alone reaches zero (NaN: not), and its part
    in the recommended way (`step` 0: none), (N,) each."""

    remedy: Remedy
    alone: Trial
    zero: Floats
    step: npt.NDArray[np.int64]
    taken: Trial


def customer_remedy(inputs: pa.Table, orders: pa.Table, assumptions: Mapping[str, Any]) -> pa.Table:
    """The table `customer_remedy`: one row for each customer of `inputs` (`remedy_inputs`) and remedy that brings it
    something; `orders` is the table `remedy_orders`, `assumptions` the setting `remedies`.

    Money in minor units a year: loss (of the customer; 0 where only payment is late), gain, gain_low and gain_high (the
    remedy alone, as far as it goes; the range from that of the assumptions), revenue_lost. before, after: its terms, as
    far as it goes: cost of late payment a year (collection, prepayment), spending a year (campaigns, stop_spending),
    visits or calls a year, cost of an order's service or delivery to us, rate of discount, rise of prices, average and
    minimum order; after is null for exit. at_zero: `after` at which this remedy alone reaches zero, null where it does
    not. step: its place in the recommended way, null where it is not part of it; step_after, step_gain, step_gain_low,
    step_gain_high: its terms and gain there, on what the steps before leave. Who no way brings to zero has exit as its
    one step, which saves the loss.
    """
    columns = floats(inputs)
    year, way = year_of(columns), Way.of(columns, inputs, orders, assumptions)
    loss = np.maximum(-year.profit, 0.0)
    found = way.found(year, loss, columns["overdue"] > 0)
    reached = way.reached | (loss <= CENT)
    parts = [_rows(row, year, loss, reached, columns["overdue"] > 0) for row in found]
    parts.append(_exits(loss, reached))
    table = pa.concat_tables([pa.table(part) for part in parts])
    ids = inputs["customer_id"].combine_chunks().take(table["row"].combine_chunks())
    return table.set_column(0, "customer_id", ids).sort_by([("customer_id", "ascending"), ("place", "ascending")])


class Way:
    """Finds what each remedy brings alone, then the recommended way: first that who owes pays; then the one remedy that
    asks least and reaches zero alone; else remedy upon remedy, each as far as it goes, until zero is reached."""

    def __init__(self, tried: Sequence[Remedy], assumed: tuple[Assumptions, Assumptions, Assumptions]) -> None:
        self.remedies, self.assumed = tried, assumed
        self.reached: Flags = np.zeros(0, np.bool_)

    @classmethod
    def of(
        cls, columns: Mapping[str, Floats], inputs: pa.Table, orders: pa.Table, assumptions: Mapping[str, Any]
    ) -> "Way":
        assumed = (careful(assumptions), likely(assumptions), hopeful(assumptions))
        return cls(remedies(columns, order_sizes(orders, inputs), assumed[1]), assumed)

    def found(self, year: Year, loss: Floats, owes: Flags) -> list[Found]:
        """Each remedy in its order; afterwards `reached` says who comes to zero (or above) by the way."""
        alone, zeros = [], []
        for remedy in self.remedies:
            alone.append(self.tried(remedy, (year, year, year), remedy.best(year, self.assumed[1]))[0])
            zeros.append(remedy.reaching(year, loss, self.assumed[1]))
        years = (year, year, year)
        steps, taken = [], []
        collected, years = self.tried(self.remedies[0], years, np.where(owes, alone[0].level, 0.0))
        steps.append((owes & ((collected.gain > 0) | (loss <= CENT))).astype(np.int64))
        taken.append(collected)
        only = self._single(years[1])
        for place, remedy in enumerate(self.remedies[1:], start=1):
            open_ = (years[1].profit < -CENT) & ((only == place) | (only < 0))
            trial, years = self._next(remedy, years, open_, loss)
            steps.append(np.where(trial.level > 0, 1 + sum(step > 0 for step in steps), 0))
            taken.append(trial)
        self.reached = years[1].profit >= -CENT
        together = zip(self.remedies, alone, zeros, steps, taken, strict=True)
        return [Found(*one) for one in together]

    def _single(self, year: Year) -> npt.NDArray[np.int64]:
        """The place of the first remedy after collection that reaches zero alone (N,), -1 where none does."""
        need = np.maximum(-year.profit, CENT)
        alone = [np.isfinite(remedy.reaching(year, need, self.assumed[1])) for remedy in self.remedies[1:]]
        any_ = np.array(alone).reshape(len(alone), -1)
        return np.where(any_.any(axis=0), any_.argmax(axis=0) + 1, -1)

    def _next(
        self, remedy: Remedy, years: tuple[Year, Year, Year], open_: Flags, loss: Floats
    ) -> tuple[Trial, tuple[Year, Year, Year]]:
        """The remedy on top of the years so far for those still below zero: to zero, or as far as it goes."""
        year = years[1]
        need = np.maximum(-year.profit, CENT)
        zero, best = remedy.reaching(year, need, self.assumed[1]), remedy.best(year, self.assumed[1])
        reaches = np.isfinite(zero)
        worth = remedy.after(year, best, self.assumed[1]).profit - year.profit >= LEAST_SHARE * loss
        level = np.where(open_ & (reaches | worth), np.where(reaches, zero, best), 0.0)
        return self.tried(remedy, years, level)

    def tried(
        self, remedy: Remedy, years: tuple[Year, Year, Year], level: Floats
    ) -> tuple[Trial, tuple[Year, Year, Year]]:
        """The remedy at that level under the careful, the likely and the hopeful assumptions, and the years after."""
        acting = level > 0
        after = [
            remedy.after(year, level, assumed).where(acting, year)
            for year, assumed in zip(years, self.assumed, strict=True)
        ]
        low, gain, high = (late.profit - early.profit for late, early in zip(after, years, strict=True))
        return Trial(level, gain, low, high, after[1]["kept"]), (after[0], after[1], after[2])


def _rows(found: Found, year: Year, loss: Floats, reached: Flags, owes: Flags) -> dict[str, Any]:
    """The rows of one remedy: of whom it brings something, and of whom it is asked."""
    losing = loss > CENT
    open_ = losing if found.remedy.name not in OF_TERMS else np.ones_like(losing)
    step = np.where(reached, found.step, 0)
    row = np.flatnonzero((open_ & (found.alone.gain >= CENT)) | (step > 0))
    alone, taken = found.alone, found.taken
    before, after = found.remedy.terms(year, alone.level)
    _, at_zero = found.remedy.terms(year, np.nan_to_num(found.zero))
    _, step_after = found.remedy.terms(year, taken.level)
    unstepped = step[row] == 0
    revenue_lost = year["revenue"] * (1 - alone.kept)
    return {
        "row": pa.array(row),
        "place": pa.array(np.full(len(row), REMEDIES.index(found.remedy.name) + 1)),
        "remedy": pa.array([found.remedy.name] * len(row), pa.string()),
        "loss": _money(loss[row]),
        **{name: _money(of[row]) for name, of in _gains(alone).items()},
        "revenue_lost": _money(revenue_lost[row]),
        "before": pa.array(before[row]),
        "after": pa.array(after[row]),
        "at_zero": pa.array(at_zero[row], mask=~np.isfinite(found.zero[row]) | ~losing[row]),
        "step": pa.array(step[row], mask=unstepped),
        "step_after": pa.array(step_after[row], mask=unstepped),
        **{f"step_{name}": _money(of[row], unstepped) for name, of in _gains(taken).items()},
    }


def _gains(trial: Trial) -> dict[str, Floats]:
    return {"gain": trial.gain, "gain_low": trial.low, "gain_high": trial.high}


def _exits(loss: Floats, reached: Flags) -> dict[str, Any]:
    """Of whom no way comes to zero: what the customer costs is saved, and nothing is left."""
    row = np.flatnonzero(~reached)
    money, none = _money(loss[row]), pa.nulls(len(row), pa.float64())
    gains = dict.fromkeys(("gain", "gain_low", "gain_high"), money)
    return {
        "row": pa.array(row),
        "place": pa.array(np.full(len(row), len(REMEDIES))),
        "remedy": pa.array(["exit"] * len(row), pa.string()),
        "loss": money,
        **gains,
        "revenue_lost": pa.array(np.zeros(len(row), np.int64)),
        "before": pa.array(-loss[row]),
        "after": none,
        "at_zero": none,
        "step": pa.array(np.ones(len(row), np.int64)),
        "step_after": none,
        **{f"step_{name}": money for name in gains},
    }


def _money(amounts: Floats, missing: Flags | None = None) -> pa.Array:
    return pa.array(np.rint(amounts).astype(np.int64), mask=missing)
