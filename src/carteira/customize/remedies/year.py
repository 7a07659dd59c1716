"""The waterfall of a year as the parts that remedies change, for many customers at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Floats = npt.NDArray[np.float64]

SALES = ("per_order", "per_sale", "delivery", "services", "late")
"""Costs that fall with purchases."""
SPENDING = ("visits", "calls", "campaigns")
"""Costs that we decide on, whatever is bought."""
SCALED = ("kept", "revenue", "gross_margin", *SALES)


@dataclass(frozen=True)
class Year:
    """Parts by name, each (N,), in minor units a year: revenue, gross_margin, SALES and SPENDING; and `kept`, the
    share of the purchases that is left."""

    parts: Mapping[str, Floats]

    def __getitem__(self, name: str) -> Floats:
        return self.parts[name]

    @cached_property
    def contribution(self) -> Floats:
        """What purchases bring after the costs that fall with them (N,)."""
        return np.asarray(self["gross_margin"] - sum(self[name] for name in SALES))

    @cached_property
    def profit(self) -> Floats:
        return np.asarray(self.contribution - sum(self[name] for name in SPENDING))

    def less(self, saved: Mapping[str, Floats]) -> "Year":
        """With these amounts of its costs saved; `price` is revenue that comes without a cost."""
        changed = dict(self.parts)
        for name, amount in saved.items():
            for part in ("revenue", "gross_margin") if name == "price" else (name,):
                changed[part] = changed[part] + amount if name == "price" else changed[part] - amount
        return replace(self, parts=changed)

    def scaled(self, shares: Mapping[str, Floats]) -> "Year":
        """With parts multiplied by shares (N,)."""
        return replace(self, parts={**self.parts, **{name: self[name] * share for name, share in shares.items()}})


def year_of(columns: Mapping[str, Floats]) -> Year:
    """The year that the columns of `remedy_inputs` tell."""
    kept = np.ones(len(columns["revenue"]))
    return Year({"kept": kept, **{name: columns[name] for name in (*SCALED[1:], *SPENDING)}})


def floats(table: pa.Table) -> dict[str, Floats]:
    """The columns of `remedy_inputs` but the id; what is missing is 0."""
    return {
        name: np.asarray(pc.fill_null(pc.cast(table[name], pa.float64()), 0.0).to_numpy(), np.float64)
        for name in table.column_names
        if name not in ("customer_id", "run_id", "as_of")
    }
