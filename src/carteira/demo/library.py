"""What the simulated company can do and with what means: put into its book's library."""

import tomllib
from pathlib import Path
from typing import Any

from carteira.customize.actions import install_library

LIBRARY = Path(__file__).with_name("library.toml")
MINOR = 100
"""Centavos to the real."""


def make_library(customers: int) -> None:
    """Puts the company's resources and actions into the library of the open book: the more customers, the more of
    each resource."""
    values = tomllib.loads(LIBRARY.read_text(encoding="utf-8"))
    install_library(
        [_resource(values, customers) for values in values["resources"]], [_action(each) for each in values["actions"]]
    )


def _resource(values: dict[str, Any], customers: int) -> dict[str, Any]:
    per_customer = {"minutes": 1, "money": MINOR}[values["unit"]] * values["per_customer"]
    kept = {name: value for name, value in values.items() if name not in ("per_customer", "pools")}
    return {**kept, "capacity": float(round(per_customer * customers / values.get("pools", 1)))}


def _action(values: dict[str, Any]) -> dict[str, Any]:
    """Budgets are used in centavos, as costs are."""
    kept = {name: value for name, value in values.items() if name not in ("expected", "money")}
    uses = values.get("uses", {}) | {code: amount * MINOR for code, amount in values.get("money", {}).items()}
    return {**kept, "uses": uses, "cost": round(values["cost"] * MINOR), "expected_effects": values["expected"]}
