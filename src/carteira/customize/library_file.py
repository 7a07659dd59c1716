"""The library as a file: what people write, read and keep under version control.

A TOML document with tables `resources` and `actions`, whose keys are the fields of `customize.models`; money in major
units (`cost`, and the amounts and capacities of resources whose unit is money).
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from carteira.customize.actions import install_library
from carteira.customize.models import Action, Resource
from carteira.errors import CarteiraError

HIDDEN = ("id", "active")
Rows = list[dict[str, Any]]


def load_library(path: Path, minor_factor: int) -> tuple[int, int]:
    """Puts the resources and actions of the file into the library, all or none; gives how many there are of each.

    Raises `bad_library_file` where the file cannot be read, `bad_library`, and as `install_library`.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as reason:
        raise CarteiraError("bad_library_file", path=str(path), cause=str(reason)) from reason
    return put_library(values, minor_factor)


def put_library(values: Mapping[str, Any], minor_factor: int) -> tuple[int, int]:
    """The same for the values of such a document."""
    resources, actions = values.get("resources", []), values.get("actions", [])
    if not all(isinstance(row, dict) for row in (*resources, *actions)):
        raise CarteiraError("bad_library", hint="tables_are_expected")
    units = {row.code: row.unit for row in Resource.objects.all()}
    units |= {str(row.get("code")): str(row.get("unit")) for row in resources}
    install_library(
        [_resource(row, minor_factor) for row in resources], [_action(row, units, minor_factor) for row in actions]
    )
    return len(resources), len(actions)


def shown_library(minor_factor: int) -> dict[str, Rows]:
    """What the library holds, as a file would say it."""
    units = {row.code: row.unit for row in Resource.objects.all()}
    resources = [_shown_resource(_fields(row), minor_factor) for row in Resource.objects.all()]
    return {
        "resources": resources,
        "actions": [_shown_action(_fields(row), units, minor_factor) for row in Action.objects.filter(active=True)],
    }


def _resource(row: Mapping[str, Any], minor_factor: int) -> dict[str, Any]:
    factor = minor_factor if row.get("unit") == "money" else 1
    return _scaled_resource(row, factor)


def _shown_resource(row: Mapping[str, Any], minor_factor: int) -> dict[str, Any]:
    return _scaled_resource(row, 1 / minor_factor if row["unit"] == "money" else 1)


def _scaled_resource(row: Mapping[str, Any], factor: float) -> dict[str, Any]:
    scaled = dict(row)
    if row.get("capacity") is not None:
        scaled["capacity"] = row["capacity"] * factor
    scaled["capacities"] = {name: amount * factor for name, amount in row.get("capacities", {}).items()}
    return scaled


def _action(row: Mapping[str, Any], units: Mapping[str, str], minor_factor: int) -> dict[str, Any]:
    return {**_scaled_action(row, units, minor_factor), "cost": round(row.get("cost", 0) * minor_factor)}


def _shown_action(row: Mapping[str, Any], units: Mapping[str, str], minor_factor: int) -> dict[str, Any]:
    return {**_scaled_action(row, units, 1 / minor_factor), "cost": row["cost"] / minor_factor}


def _scaled_action(row: Mapping[str, Any], units: Mapping[str, str], factor: float) -> dict[str, Any]:
    uses = {
        code: amount * (factor if units.get(code) == "money" else 1) for code, amount in row.get("uses", {}).items()
    }
    return {**row, "uses": uses}


def _fields(row: Any) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in row._meta.fields if field.name not in HIDDEN}
