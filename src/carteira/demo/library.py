"""What the simulated company can do and with what means: put into its book's library."""

from pathlib import Path
from typing import Any

from carteira.customize.actions import put_library
from carteira.customize.library_file import read_library

LIBRARY = Path(__file__).with_name("library.toml")
MINOR = 100
"""Centavos to the real."""


def make_library(customers: int) -> None:
    """Puts the company's resources and actions into the library of the open book: the more customers, the more of
    each resource."""
    found = read_library(LIBRARY)
    put_library([_resource(row, customers) for row in found["resources"]], found["actions"], MINOR)


def _resource(row: dict[str, Any], customers: int) -> dict[str, Any]:
    """With a capacity for so many customers, divided among the pools."""
    kept = {name: value for name, value in row.items() if name not in ("per_customer", "pools")}
    return {**kept, "capacity": float(round(row["per_customer"] * customers / row.get("pools", 1)))}
