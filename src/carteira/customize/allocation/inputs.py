"""The input checked once, and put into the form of the kernels."""

import numpy as np
import numpy.typing as npt

from carteira.customize.allocation.problem import Floats, Problem, Vector
from carteira.errors import CarteiraError


def problem_of(
    value: npt.ArrayLike,
    use: npt.ArrayLike,
    limits: tuple[int, ...],
    eligible: npt.ArrayLike | None = None,
    scale: npt.ArrayLike | None = None,
    pool: npt.ArrayLike | None = None,
) -> Problem:
    """The problem of these customers, with `limits` of shape (R,) or (R, P); CarteiraError names what is at fault."""
    values = numbers("value", value, None)
    if values.ndim != 2:
        raise CarteiraError("allocation_shape", name="value", shape=values.shape, wanted="(N, K)")
    customers, actions = values.shape
    rates = numbers("use", use, None, least=0.0)
    resources, pools = limits[0], limits[1] if len(limits) > 1 else 1
    personal = rates.ndim == 3
    shaped("use", rates, (customers, actions, resources) if personal else (actions, resources))
    scales = np.ones((1, resources)) if scale is None else numbers("scale", scale, (customers, resources), least=0.0)
    allowed = np.ones((1, actions), bool) if eligible is None else np.ascontiguousarray(eligible, bool)
    shaped("eligible", allowed, (1 if eligible is None else customers, actions))
    kind = np.result_type(np.float32, values, *([] if scale is None else [scales]), *([rates] if personal else []))
    action, resource = np.nonzero((rates != 0).any(axis=0) if personal else rates != 0)
    return Problem(
        value=np.ascontiguousarray(values, kind),
        eligible=allowed,
        scale=np.ascontiguousarray(scales, kind),
        pool=_pool(pool, customers, resources, pools),
        rate=np.ascontiguousarray(
            rates.reshape(len(rates) if personal else 1, actions * resources), kind if personal else np.float64
        ),
        first_cell=np.searchsorted(action, np.arange(actions + 1)),
        resource=resource,
        column=action * resources + resource,
        first_row=np.arange(resources) * pools,
        rows=resources * pools + actions,
    )


def capacity_of(capacity: npt.ArrayLike, pooled: bool) -> Vector:
    """Capacities (R,), or (R, P) where customers have pools; infinite where there is no limit."""
    limits = np.array(capacity, np.float64)
    if limits.ndim != (2 if pooled else 1):
        wanted = "(R, P)" if pooled else "(R,)"
        raise CarteiraError("allocation_shape", name="capacity", shape=limits.shape, wanted=wanted)
    if np.isnan(limits).any() or (limits < 0).any():
        raise CarteiraError("allocation_bad_capacity", row=int(np.argwhere(~(limits >= 0))[0][0]) + 1)
    return limits


def minimum_of(minimum: npt.ArrayLike | None, actions: int) -> Vector:
    """The least number of customers for each action (K,), rounded up."""
    if minimum is None:
        return np.zeros(actions)
    return np.ceil(numbers("minimum", minimum, (actions,), least=0.0).astype(np.float64))


def numbers(name: str, given: npt.ArrayLike, shape: tuple[int, ...] | None, least: float = -np.inf) -> Floats:
    """The argument as an array of finite floats, float32 where it is that already."""
    try:
        array = np.asarray(given)
        array = array if array.dtype == np.float32 else array.astype(np.float64, copy=False)
    except (TypeError, ValueError):
        raise CarteiraError("allocation_not_numbers", name=name) from None
    if shape is not None:
        shaped(name, array, shape)
    if array.size and not (least <= array.min() and -np.inf < array.min() and array.max() < np.inf):
        bad = np.argwhere(~(np.isfinite(array) & (array >= least)))[0]
        raise CarteiraError("allocation_bad_number", name=name, row=int(bad[0]) + 1, number=str(array[tuple(bad)]))
    return array


def shaped(name: str, array: npt.NDArray[np.generic], shape: tuple[int, ...]) -> None:
    """Nothing, or the CarteiraError that the argument has another shape."""
    if array.shape != shape:
        raise CarteiraError("allocation_shape", name=name, shape=array.shape, wanted=str(shape))


def _pool(pool: npt.ArrayLike | None, customers: int, resources: int, pools: int) -> npt.NDArray[np.int32]:
    if pool is None:
        return np.zeros((1, resources), np.int32)
    given = np.asarray(pool)
    shaped("pool", given, (customers, resources))
    if given.size and not (given.dtype.kind in "iu" and given.min() >= 0 and given.max() < pools):
        raise CarteiraError("allocation_bad_pool", pools=pools, last=pools - 1)
    return np.ascontiguousarray(given, np.int32)
