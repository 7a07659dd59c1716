"""The options of a run as tables of the warehouse, and back: the arrays of the reading copy are made from them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from carteira.customize.allocation import Allocation
from carteira.customize.options import ActionTerms, Options, ResourceTerms

ROWS = 100_000
PER_ACTION = {"value": pa.float32(), "deviation": pa.float32(), "eligible": pa.bool_()}
PER_RESOURCE = {"scale": pa.float32(), "pool": pa.int32()}
OPTIONS = pa.schema(
    [
        ("customer_id", pa.int64()),
        *((name, pa.list_(kind)) for name, kind in (PER_ACTION | PER_RESOURCE).items()),
        ("choice", pa.int32()),
    ]
)
TERMS = pa.schema(
    [
        *((name, pa.string()) for name in ("actions", "resources", "minimum_prices")),
        *((name, pa.float64()) for name in ("objective", "bound")),
    ]
)


def option_rows(options: Options) -> Iterator[pa.RecordBatch]:
    """The table `action_options`: one row per customer, in order; lists by action or resource, as `plan_terms` has
    them. choice: the place of the plan's action, -1 for nothing."""
    for first in range(0, len(options.customer), ROWS):
        rows = slice(first, first + ROWS)
        lists = [_lists(getattr(options, name)[rows], kind) for name, kind in (PER_ACTION | PER_RESOURCE).items()]
        ids, choice = np.asarray(options.customer[rows]), np.asarray(options.choice[rows])
        yield pa.RecordBatch.from_arrays([pa.array(ids), *lists, pa.array(choice)], schema=OPTIONS)


def terms_table(options: Options, allocation: Allocation) -> pa.Table:
    """The table `plan_terms`: one row; what the options' actions and resources are, as JSON texts; objective: what the
    plan is expected to bring, bound: no plan can bring more, both in minor units."""
    row = {
        "actions": json.dumps([asdict(action) for action in options.actions]),
        "resources": json.dumps([asdict(resource) for resource in options.resources]),
        "minimum_prices": json.dumps(options.minimum_prices),
        "objective": allocation.objective,
        "bound": allocation.bound,
    }
    return pa.Table.from_pylist([row], TERMS)


def options_from(terms: dict[str, Any], rows: Iterable[pa.RecordBatch], run_id: int) -> Options:
    """The options that the two tables hold: `terms` is the row of the one, `rows` are those of the other in order."""
    actions = tuple(ActionTerms(**_with_tuples(each)) for each in json.loads(terms["actions"]))
    resources = tuple(ResourceTerms(**_with_tuples(each)) for each in json.loads(terms["resources"]))
    batches = list(rows)
    table = pa.Table.from_batches(batches) if batches else OPTIONS.empty_table()
    wide = {name: _matrix(table[name], len(actions)) for name in PER_ACTION}
    wide |= {name: _matrix(table[name], len(resources)) for name in PER_RESOURCE}
    return Options(
        run_id=run_id,
        actions=actions,
        resources=resources,
        minimum_prices=tuple(json.loads(terms["minimum_prices"])),
        customer=table["customer_id"].to_numpy(),
        choice=table["choice"].to_numpy(),
        **wide,
    )


def _lists(values: npt.NDArray[Any], kind: pa.DataType) -> pa.Array:
    rows, width = values.shape
    flat = pa.array(np.ascontiguousarray(values).ravel(), kind)
    return pa.ListArray.from_arrays(pa.array(np.arange(rows + 1) * width, pa.int32()), flat)


def _matrix(column: pa.ChunkedArray, width: int) -> npt.NDArray[Any]:
    flat = pc.list_flatten(column)
    values = np.concatenate([chunk.to_numpy(zero_copy_only=False) for chunk in flat.chunks] or [np.empty(0)])
    return np.asarray(values.astype(flat.type.to_pandas_dtype(), copy=False).reshape(len(column), width))


def _with_tuples(record: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in record.items()}
