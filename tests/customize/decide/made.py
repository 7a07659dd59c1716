"""Options made by hand, and at random."""

from typing import Any

import numpy as np

from carteira.customize.options import ActionTerms, Options, ResourceTerms


def action(code: str, uses: tuple[float, ...] = (0.0,), **others: Any) -> ActionTerms:
    usual = {
        "name": code.title(), "goal": "loyalty", "channel": "call", "purpose": "", "product_group": "", "offer": "",
        "cost": 0, "rest_days": 30, "window_days": 90, "holdout": 0.0, "minimum": 0,
    }  # fmt: skip
    return ActionTerms(code=code, uses=uses, **{**usual, **others})


def resource(code: str, price: float, capacity: float | None = None, used: float = 0.0) -> ResourceTerms:
    return ResourceTerms(code, code.title(), "minutes", ("",), (capacity,), (price,), (used,))


def options(
    actions: list[ActionTerms], value: Any, resources: list[ResourceTerms] | None = None, run_id: int = 1, **others: Any
) -> Options:
    """Customers 1, 2, ... with these values."""
    values = np.atleast_2d(np.asarray(value, np.float32))
    rows, count = values.shape
    scarce = tuple([resource("minutes", 0.0)] if resources is None else resources)
    arrays = {
        "deviation": np.zeros((rows, count), np.float32),
        "eligible": np.ones((rows, count), np.bool_),
        "scale": np.ones((rows, len(scarce)), np.float32),
        "pool": np.zeros((rows, len(scarce)), np.int32),
    }
    given = {name: np.asarray(others.pop(name, array), array.dtype) for name, array in arrays.items()}
    return Options(
        run_id=run_id,
        actions=tuple(actions),
        resources=scarce,
        minimum_prices=others.pop("minimum_prices", (0.0,) * count),
        customer=np.arange(1, rows + 1, dtype=np.int64),
        value=values,
        choice=np.full(rows, -1, np.int32),
        **given,
    )


def random_options(customers: int, actions: int, seed: int = 0, resources: int = 6, run_id: int = 1) -> Options:
    """A company at random: lognormal values, some negative; each action uses a few resources, by pools of ten."""
    chance = np.random.default_rng(seed)
    pools = tuple(f"pool {n}" for n in range(10))
    uses = chance.random((actions, resources)) * 30 * (chance.random((actions, resources)) < 0.3)
    size = (customers, actions)
    value = chance.standard_normal(size, np.float32)
    np.exp(value, out=value)
    value *= 1000 * np.where(chance.random(size, np.float32) < 0.12, -1, 1).astype(np.float32)
    scarce = tuple(
        ResourceTerms(
            f"resource-{r}",
            f"Resource {r}",
            "minutes",
            pools,
            (1e12,) * 10,
            tuple(chance.random(10) * 40),
            (1e12,) * 10,
        )
        for r in range(resources)
    )
    channels = ("visit", "call", "email", "web")
    return Options(
        run_id=run_id,
        actions=tuple(action(f"action-{k}", tuple(uses[k]), channel=channels[k % 4]) for k in range(actions)),
        resources=scarce,
        minimum_prices=(0.0,) * actions,
        customer=np.arange(1, customers + 1, dtype=np.int64) * 3,
        value=value,
        deviation=np.abs(value) * 0.3,
        eligible=chance.random(size, np.float32) < 0.85,
        scale=chance.lognormal(0, 0.3, (customers, resources)).astype(np.float32),
        pool=chance.integers(0, 10, (customers, resources), np.int32),
        choice=np.full(customers, -1, np.int32),
    )
