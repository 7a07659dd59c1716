"""Column expressions over Arrow tables, computed by DuckDB row by row, in the order of the rows."""

from collections.abc import Callable, Mapping

import duckdb
import pyarrow as pa
import pyarrow.compute as pc


def project(table: pa.Table, *layers: Mapping[str, str]) -> pa.Table:
    """The last layer's expressions as columns, one row per row of `table`, in its order. Each layer maps a column
    name to a SQL expression over the columns of `table` as the layers before it left them."""
    query, known = "source_rows", set(table.column_names)
    for layer in layers[:-1]:
        replaced = ", ".join(sorted(known & layer.keys()))
        kept = f"* EXCLUDE ({replaced})" if replaced else "*"
        query = f"(SELECT {kept}, {_select(layer)} FROM {query})"
        known |= layer.keys()
    with duckdb.connect() as connection:
        connection.register("source_rows", table)
        return connection.sql(f"SELECT {_select(layers[-1])} FROM {query}").to_arrow_table()


def map_distinct(values: pa.ChunkedArray, function: Callable[[str], str | None]) -> pa.ChunkedArray:
    """`function` of each value (null stays null), called once per distinct value."""
    encoded = pc.dictionary_encode(values.combine_chunks() if values.num_chunks != 1 else values.chunk(0))
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    mapped = pa.array([function(value) for value in encoded.dictionary.to_pylist()], pa.string())
    return pa.chunked_array([mapped.take(encoded.indices)])


def map_where(values: pa.ChunkedArray, mask: pa.ChunkedArray, function: Callable[[str], str | None]) -> pa.ChunkedArray:
    """`values` with `function` applied, once per distinct value, where `mask` is true."""
    mask = pc.fill_null(mask, False)
    if not pc.any(mask).as_py():
        return values
    changed = map_distinct(pc.filter(values, mask), function)
    return pa.chunked_array(
        [pc.replace_with_mask(values.combine_chunks(), mask.combine_chunks(), changed.combine_chunks())]
    )


def _select(layer: Mapping[str, str]) -> str:
    return ", ".join(f"{expression} AS {name}" for name, expression in layer.items())
