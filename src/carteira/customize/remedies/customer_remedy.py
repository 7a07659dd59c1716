"""The remedies of each customer who is not in order, and the way that is recommended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from carteira.customize.remedies.order_sizes import order_sizes
from carteira.customize.remedies.remedies import Remedy, remedies
from carteira.customize.remedies.trial import Assumed, Flags, Trial, Years, assumed_of, tried
from carteira.customize.remedies.year import Floats, Year, floats, year_of

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

SCHEMA = pa.schema([
    ("customer_id", pa.int64()), ("place", pa.int64()), ("remedy", pa.string()), ("loss", pa.int64()),
    ("gain", pa.int64()), ("gain_low", pa.int64()), ("gain_high", pa.int64()), ("revenue_lost", pa.int64()),
    ("minutes_saved", pa.float64()), ("before", pa.float64()), ("after", pa.float64()), ("at_zero", pa.float64()),
    ("step", pa.int64()), ("step_after", pa.float64()), ("step_gain", pa.int64()), ("step_gain_low", pa.int64()),
    ("step_gain_high", pa.int64()),
])  # fmt: skip


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
    remedy alone, as far as it goes; the range from that of the assumptions), revenue_lost; minutes_saved a year of
    visits and calls. before, after: its terms, as far as it goes: cost of late payment a year (collection, prepayment),
    spending a year (campaigns, stop_spending), visits or calls a year, cost to us of an order's service or delivery,
    rate of discount, rise of prices, average and minimum order; after is null for exit. at_zero: `after` at which this
    remedy alone reaches zero, null where it does not. step: its place in the recommended way, null where it is not part
    of it; step_after, step_gain, step_gain_low, step_gain_high: its terms and gain there, on what the steps before
    leave. Who no way brings to zero has exit as its step, after collection where it owes, which saves what is left of
    the loss.
    """
    columns = floats(inputs)
    year, assumed = year_of(columns), assumed_of(assumptions)
    loss = np.maximum(-year.profit, 0.0)
    way = Way(remedies(columns, order_sizes(orders, inputs), assumed[1]), assumed, loss)
    found = way.found(year, columns["overdue"] > 0)
    parts = [*(_rows(row, year, loss, way.reached) for row in found), _exits(found[0], loss, way.reached)]
    table = pa.concat_tables([pa.table(part) for part in parts])
    ids = inputs["customer_id"].combine_chunks().take(table["row"].combine_chunks())
    table = table.set_column(0, "customer_id", ids).cast(SCHEMA)
    return table.sort_by([("customer_id", "ascending"), ("place", "ascending")])


class Way:
    """Finds what each remedy brings alone, and then the recommended way.

    First who owes pays. Then comes the one remedy that asks least and reaches zero alone; else remedy upon remedy, each
    as far as it goes, until zero is reached; else the end of all spending; else all of them.
    """

    def __init__(self, tried: Sequence[Remedy], assumed: Assumed, loss: Floats) -> None:
        self.remedies, self.assumed, self.loss = tried, assumed, loss
        self.reached: Flags = loss <= CENT

    def found(self, year: Year, owes: Flags) -> list[Found]:
        """Each remedy in its order; afterwards `reached` says who comes to zero (or above) by the way."""
        years, likely = (year, year, year), self.assumed[1]
        alone = [tried(remedy, years, remedy.best(year, likely), self.assumed)[0] for remedy in self.remedies]
        zeros = [remedy.reaching(year, np.maximum(self.loss, CENT), likely) for remedy in self.remedies]
        collected, years = tried(self.remedies[0], years, np.where(owes, alone[0].level, 0.0), self.assumed)
        paid = owes & ((collected.gain > 0) | (self.loss <= CENT))
        taken = self._path(years, paid, self._allowed(years[1]))
        steps = np.cumsum([paid, *(trial.level > 0 for trial in taken)], axis=0)
        acting = [paid, *(trial.level > 0 for trial in taken)]
        return [
            Found(remedy, trial, zero, np.where(acts, step, 0), step_trial)
            for remedy, trial, zero, acts, step, step_trial in zip(
                self.remedies, alone, zeros, acting, steps, [collected, *taken], strict=True
            )
        ]

    def _allowed(self, year: Year) -> Flags:
        """(R - 1, N): which remedies after collection may be in the way: one alone, or all but the last."""
        reaches = self._reaching(year)
        milder = reaches[:-1]
        first = milder & (np.cumsum(milder, axis=0) == 1)
        return np.concatenate([np.where(milder.any(axis=0), first, True), np.zeros_like(reaches[-1:])])

    def _reaching(self, year: Year) -> Flags:
        need = np.maximum(-year.profit, CENT)
        return np.array([np.isfinite(remedy.reaching(year, need, self.assumed[1])) for remedy in self.remedies[1:]])

    def _path(self, years: Years, paid: Flags, allowed: Flags) -> list[Trial]:
        """The steps after collection; who does not come to zero by those allowed gives up the spending on it."""
        taken, after = self._steps(years, allowed)
        short = after[1].profit < -CENT
        if short.any():
            end = self._reaching(years[1])[-1]
            last = np.arange(len(allowed))[:, None] == len(allowed) - 1
            taken, after = self._steps(years, np.where(short, last | ~end, allowed))
        self.reached = self.reached | (after[1].profit >= -CENT)
        return taken

    def _steps(self, years: Years, allowed: Flags) -> tuple[list[Trial], Years]:
        taken = []
        for remedy, may in zip(self.remedies[1:], allowed, strict=True):
            trial, years = tried(remedy, years, self._level(remedy, years[1], may), self.assumed)
            taken.append(trial)
        return taken, years

    def _level(self, remedy: Remedy, year: Year, may: Flags) -> Floats:
        """To zero, or as far as it goes; 0 of who is there already, and where it brings little."""
        need = np.maximum(-year.profit, CENT)
        zero, best = remedy.reaching(year, need, self.assumed[1]), remedy.best(year, self.assumed[1])
        reaches = np.isfinite(zero)
        worth = remedy.after(year, best, self.assumed[1]).profit - year.profit >= LEAST_SHARE * self.loss
        acts = may & (year.profit < -CENT) & (reaches | worth)
        return np.where(acts, np.where(reaches, zero, best), 0.0)


def _rows(found: Found, year: Year, loss: Floats, reached: Flags) -> dict[str, Any]:
    """The rows of one remedy: of whom it brings something, and of whom it is asked."""
    losing = loss > CENT
    open_ = losing if found.remedy.name not in OF_TERMS else np.ones_like(losing)
    step = np.where(reached | (found.remedy.name == REMEDIES[0]), found.step, 0)
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
        "minutes_saved": pa.array((found.remedy.minutes * alone.level)[row]),
        "before": pa.array(before[row]),
        "after": pa.array(after[row]),
        "at_zero": pa.array(at_zero[row], mask=~np.isfinite(found.zero[row]) | ~losing[row]),
        "step": pa.array(step[row], mask=unstepped),
        "step_after": pa.array(step_after[row], mask=unstepped),
        **{f"step_{name}": _money(of[row], unstepped) for name, of in _gains(taken).items()},
    }


def _gains(trial: Trial) -> dict[str, Floats]:
    return {"gain": trial.gain, "gain_low": trial.low, "gain_high": trial.high}


def _exits(collection: Found, loss: Floats, reached: Flags) -> dict[str, Any]:
    """Of whom no way comes to zero: once what is due is collected, the rest of what the customer costs is saved."""
    row = np.flatnonzero(~reached)
    paid = collection.taken
    rest = {"gain": loss - paid.gain, "gain_low": loss - paid.high, "gain_high": loss - paid.low}
    money, none = _money(loss[row]), pa.nulls(len(row), pa.float64())
    gains = dict.fromkeys(("gain", "gain_low", "gain_high"), money)
    return {
        "row": pa.array(row),
        "place": pa.array(np.full(len(row), len(REMEDIES))),
        "remedy": pa.array(["exit"] * len(row), pa.string()),
        "loss": money,
        **gains,
        "revenue_lost": pa.array(np.zeros(len(row), np.int64)),
        "minutes_saved": pa.array(np.zeros(len(row))),
        "before": pa.array(-loss[row]),
        "after": none,
        "at_zero": none,
        "step": pa.array(collection.step[row] + 1),
        "step_after": none,
        **{f"step_{name}": _money(of[row]) for name, of in rest.items()},
    }


def _money(amounts: Floats, missing: Flags | None = None) -> pa.Array:
    return pa.array(np.rint(amounts).astype(np.int64), mask=missing)
