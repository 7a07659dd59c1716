"""The library as a file: what people write, read and keep under version control.

A TOML document with tables `resources` and `actions`, whose keys are the fields of `customize.models`; money in major
units (`cost`, and the amounts and capacities of resources whose unit is money).
"""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from carteira.errors import CarteiraError

Row = dict[str, Any]


def read_library(path: Path) -> dict[str, list[Row]]:
    """What the file says. Raises `bad_library_file` where it cannot be read, `bad_library` where it is something
    else."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as reason:
        raise CarteiraError("bad_library_file", path=str(path), cause=str(reason)) from reason
    found = {name: values.get(name, []) for name in ("resources", "actions")}
    if not all(isinstance(row, dict) for rows in found.values() for row in rows):
        raise CarteiraError("bad_library", hint="tables_are_expected")
    return found


def _times(amount: Any, factor: float) -> Any:
    """The amount multiplied; what is no number stays, to be refused as it was written."""
    return amount * factor if isinstance(amount, int | float) and not isinstance(amount, bool) else amount


def _each_times(amounts: Any, factor_of: Callable[[str], float]) -> Any:
    if not isinstance(amounts, Mapping):
        return amounts
    return {name: _times(amount, factor_of(name)) for name, amount in amounts.items()}


def resource_in(row: Mapping[str, Any], factor: float) -> Row:
    """A resource with its money multiplied by `factor`: minor units in a major one, or the inverse."""
    times = factor if row.get("unit") == "money" else 1
    capacities = _each_times(row.get("capacities", {}), lambda _: times)
    return {**row, "capacity": _times(row.get("capacity"), times), "capacities": capacities}


def action_in(row: Mapping[str, Any], units: Mapping[str, str], factor: float) -> Row:
    """An action likewise. `units`: of each resource by its code."""
    uses = _each_times(row.get("uses", {}), lambda code: factor if units.get(code) == "money" else 1)
    cost = _times(row.get("cost", 0), factor)
    return {**row, "uses": uses, "cost": round(cost) if factor > 1 and isinstance(cost, float) else cost}
