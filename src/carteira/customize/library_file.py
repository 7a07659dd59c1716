"""The library as a file: what people write, read and keep under version control.

A TOML document with tables `resources` and `actions`, whose keys are the fields of `customize.models`; money in major
units (`cost`, and the amounts and capacities of resources whose unit is money).
"""

import tomllib
from collections.abc import Mapping
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


def resource_in(row: Mapping[str, Any], factor: float) -> Row:
    """A resource with its money multiplied by `factor`: minor units in a major one, or the inverse."""
    times = factor if row.get("unit") == "money" else 1
    scaled = dict(row)
    if row.get("capacity") is not None:
        scaled["capacity"] = row["capacity"] * times
    scaled["capacities"] = {name: amount * times for name, amount in row.get("capacities", {}).items()}
    return scaled


def action_in(row: Mapping[str, Any], units: Mapping[str, str], factor: float) -> Row:
    """An action likewise. `units`: of each resource by its code."""
    uses = {
        code: amount * (factor if units.get(code) == "money" else 1) for code, amount in row.get("uses", {}).items()
    }
    return {**row, "uses": uses, "cost": row.get("cost", 0) * factor}
