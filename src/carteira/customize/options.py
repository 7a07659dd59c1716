"""What could be done with each customer: the value of every action, what it uses, and who may have it.

The options of a run are kept as arrays in files that are read where they lie: the plan, its what-if questions and the
decisions in real time rest on the same numbers.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from carteira.durable import sync_with_name

Codes = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Vector = npt.NDArray[np.float64]
TERMS = "terms.json"


@dataclass(frozen=True)
class ActionTerms:
    """What all customers' options of an action have in common, as the library said when the run was made.

    `uses`: amount of each resource, in the order of the resources. `purpose`: of the consent needed, "" for none.
    """

    code: str
    name: str
    goal: str
    channel: str
    purpose: str
    product_group: str
    offer: str
    cost: int
    uses: tuple[float, ...]
    rest_days: int
    window_days: int
    holdout: float
    minimum: int


@dataclass(frozen=True)
class ResourceTerms:
    """A scarce resource: `pools` are the names of those among whom it is divided, "" for the whole company."""

    code: str
    name: str
    unit: str
    pools: tuple[str, ...]
    capacity: tuple[float | None, ...]
    prices: tuple[float, ...]
    """What one more unit would bring, in minor units of money, by pool; 0 where it is not used up."""
    used: tuple[float, ...]


@dataclass(frozen=True)
class Options:
    """N customers, K actions, R resources. Money in minor units."""

    run_id: int
    actions: tuple[ActionTerms, ...]
    resources: tuple[ResourceTerms, ...]
    minimum_prices: tuple[float, ...]
    """(K,) what one customer less in the minimum of an action would bring."""
    customer: npt.NDArray[np.int64]
    """(N,) ids, ascending."""
    value: Numbers
    """(N, K) expected gain after the action's own cost, whoever may have it."""
    deviation: Numbers
    """(N, K) its standard deviation."""
    eligible: Flags
    """(N, K) who may have it: conditions, consent, rest, holdout."""
    scale: Numbers
    """(N, R) how much of each resource the customer needs, as a multiple of the usual."""
    pool: Codes
    """(N, R) place in the pools of each resource."""
    choice: Codes
    """(N,) the action of the plan, -1 for nothing."""

    @property
    def use(self) -> Vector:
        """(K, R) what each action uses."""
        return np.array([action.uses for action in self.actions], np.float64).reshape(
            len(self.actions), len(self.resources)
        )

    @property
    def prices(self) -> Vector:
        """(R, P) the shadow prices, 0 beyond the pools of a resource."""
        return _padded([resource.prices for resource in self.resources], 0.0)

    @property
    def capacity(self) -> Vector:
        """(R, P) what there is of each resource, infinite where there is no limit, 0 beyond its pools."""
        return _padded([[np.inf if c is None else c for c in r.capacity] for r in self.resources], 0.0)

    @property
    def minimum(self) -> Vector:
        """(K,) the least number of customers of each action."""
        return np.array([action.minimum for action in self.actions], np.float64)

    def place(self, customer_id: int) -> int:
        """The row of the customer, -1 where there is none."""
        row = int(np.searchsorted(self.customer, customer_id))
        return row if row < len(self.customer) and self.customer[row] == customer_id else -1


ARRAYS = ("customer", "value", "deviation", "eligible", "scale", "pool", "choice")


def save(options: Options, folder: Path) -> None:
    """Writes the options into a new folder; they are there, whole, once the file of terms is."""
    folder.mkdir(parents=True)
    for name in ARRAYS:
        np.save(folder / f"{name}.npy", np.ascontiguousarray(getattr(options, name)))
        sync_with_name(folder / f"{name}.npy")
    terms = {
        "run_id": options.run_id,
        "minimum_prices": options.minimum_prices,
        "actions": [asdict(action) for action in options.actions],
        "resources": [asdict(resource) for resource in options.resources],
    }
    (folder / TERMS).write_text(json.dumps(terms), encoding="utf-8")
    sync_with_name(folder / TERMS)


def opened(folder: Path) -> Options:
    """The options in the folder, their arrays mapped into memory, not read. OSError or ValueError where not whole."""
    terms = json.loads((folder / TERMS).read_text(encoding="utf-8"))
    arrays: dict[str, Any] = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in ARRAYS}
    return Options(
        run_id=terms["run_id"],
        actions=tuple(ActionTerms(**_with_tuples(action)) for action in terms["actions"]),
        resources=tuple(ResourceTerms(**_with_tuples(resource)) for resource in terms["resources"]),
        minimum_prices=tuple(terms["minimum_prices"]),
        **arrays,
    )


def _with_tuples(record: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in record.items()}


def _padded(rows: Any, filler: float) -> Vector:
    widest = max((len(row) for row in rows), default=1)
    return np.array([[*row, *[filler] * (widest - len(row))] for row in rows], np.float64).reshape(len(rows), widest)
