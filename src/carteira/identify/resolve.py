"""Every source record gets its customer."""

from typing import NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from carteira.identify.clusters import Clusters, Floats, Ints, cluster
from carteira.identify.ids import stable_ids
from carteira.identify.matching import score_pairs
from carteira.identify.standardise import standardise

LARGE_CUSTOMER = 50
"""A customer of more records than this is reported: most likely a value that everybody shares has slipped through."""

HISTORY = pa.schema([("source", pa.string()), ("source_id", pa.string()), ("customer_id", pa.int64())])


class Resolution(NamedTuple):
    """`links`: source, source_id, customer_id, probability (that the record belongs to the customer; 1 when it stands
    alone or is identical to another), reason (only_record, identical, tax_id, email, phone, similar: the strongest
    evidence that joins it to its customer). `history`: source, source_id, customer_id of every record ever linked.
    `diagnostics`: measure, value."""

    links: pa.Table
    history: pa.Table
    diagnostics: pa.Table


def resolve(records: pa.Table, history: pa.Table | None, country: str) -> Resolution:
    """The customer of every record. `records`: what `standardise` returns, or source records, which are then
    standardised; one row per (source, source_id). `history` as returned by the run before, null at the first. The
    same records with the same history give the same ids, in whatever order they come; time grows linearly with the
    records."""
    if "clean_kind" not in records.column_names:
        records = standardise(records, country)
    with duckdb.connect() as connection:
        connection.register("unsorted", records)
        connection.register("history", history if history is not None else HISTORY.empty_table())
        connection.execute(_distinct_records(records))
        distinct = connection.sql(
            "SELECT * EXCLUDE (row_index) FROM distinct_records ORDER BY row_index"
        ).to_arrow_table()
        edges = score_pairs(distinct)
        clusters = _clusters(distinct, edges)
        rows = connection.sql("SELECT distinct_index, former FROM rows ORDER BY row_index").to_arrow_table()
        labels = clusters.labels[rows["distinct_index"].to_numpy()]
        largest = connection.sql("SELECT coalesce(max(customer_id), 0) FROM history").fetchall()[0][0]
        ids = stable_ids(_in_order(labels), rows["former"].to_numpy(), largest)
        evidence = _evidence(clusters.labels, edges)
        links = _links(connection, ids, evidence)
        return Resolution(links, _history(connection, links), _diagnostics(ids, edges, clusters))


def _distinct_records(records: pa.Table) -> str:
    """Tables `rows`, in order of (source, source_id), each with its former id and its distinct record: records with
    an identifier and all keys equal are one."""
    keys = sorted(name for name in records.column_names if name.startswith("key_"))
    identified = "coalesce(key_tax_id, key_email, key_phone) IS NOT NULL"
    return f"""
        CREATE TABLE sorted AS SELECT row_number() OVER (ORDER BY source, source_id) - 1 AS row_index, source,
            source_id, clean_kind, {", ".join(keys)} FROM unsorted;
        CREATE TABLE alike AS SELECT row_index, CASE WHEN {identified}
            THEN min(row_index) OVER (PARTITION BY {identified}, hash(clean_kind,
                {", ".join(f"coalesce({key}, '-')" for key in keys)})) ELSE row_index END AS first_row
            FROM sorted;
        CREATE TABLE numbered AS SELECT row_index, first_row, row_number() OVER (ORDER BY row_index) - 1 AS
            distinct_index FROM alike WHERE row_index = first_row;
        CREATE TABLE rows AS SELECT sorted.row_index, sorted.source, sorted.source_id, numbered.distinct_index,
            coalesce(history.customer_id, 0) AS former
            FROM sorted JOIN alike USING (row_index) JOIN numbered ON numbered.row_index = alike.first_row
            LEFT JOIN history ON history.source = sorted.source AND history.source_id = sorted.source_id;
        CREATE TABLE distinct_records AS SELECT sorted.* EXCLUDE (source, source_id) FROM sorted SEMI JOIN numbered
            USING (row_index);
        DROP TABLE sorted; DROP TABLE alike; DROP TABLE numbered"""


def _clusters(distinct: pa.Table, edges: pa.Table) -> Clusters:
    group = pc.coalesce(distinct["key_tax_root"], distinct["key_tax_id"])
    left, right = (edges[side].to_numpy().astype(np.int64) for side in ("l", "r"))
    return cluster(left, right, edges["weight"].to_numpy(), _numbered(distinct["key_tax_id"]), _numbered(group))


def _numbered(texts: pa.ChunkedArray) -> Ints:
    """A number per distinct text, -1 for null."""
    numbers = texts.combine_chunks().dictionary_encode().indices.fill_null(-1)
    return numbers.to_numpy(zero_copy_only=False).astype(np.int64)


def _in_order(labels: Ints) -> Ints:
    """The labels numbered from 0 in the order of their first record."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse]


def _evidence(labels: Ints, edges: pa.Table) -> pa.Table:
    """Per distinct record in a cluster of several: weight and reason of the strongest edge inside its cluster."""
    left, right, weight = edges["l"].to_numpy(), edges["r"].to_numpy(), edges["weight"].to_numpy()
    inside = np.flatnonzero(labels[left] == labels[right])
    record: npt.NDArray[np.int64] = np.r_[left[inside], right[inside]].astype(np.int64)
    edge = np.r_[inside, inside]
    order = np.lexsort((edge, -weight[edge], record))
    record, edge = record[order], edge[order]
    first = np.r_[True, record[1:] != record[:-1]] if len(record) else np.zeros(0, bool)
    strongest: Floats = weight[edge[first]]
    return pa.table(
        {"distinct_index": record[first], "weight": strongest, "reason": edges["reason"].take(pa.array(edge[first]))}
    )


def _links(connection: duckdb.DuckDBPyConnection, ids: Ints, evidence: pa.Table) -> pa.Table:
    connection.register("given", pa.table({"row_index": np.arange(len(ids)), "customer_id": ids}))
    connection.register("evidence", evidence)
    return (
        connection.sql(
            """SELECT source, source_id, customer_id, CASE WHEN weight IS NULL OR count(*) OVER (PARTITION BY
            distinct_index) > 1 THEN 1.0 ELSE 1 / (1 + pow(2, -least(weight, 50))) END AS probability, CASE WHEN
            count(*) OVER (PARTITION BY distinct_index) > 1 THEN 'identical' WHEN weight IS NULL THEN 'only_record'
            ELSE reason END AS reason FROM rows JOIN given USING (row_index) LEFT JOIN evidence USING (distinct_index)
            ORDER BY row_index"""
        )
        .to_arrow_table()
        .cast(_LINKS)
    )


_LINKS = pa.schema([*HISTORY, ("probability", pa.float64()), ("reason", pa.string())])


def _history(connection: duckdb.DuckDBPyConnection, links: pa.Table) -> pa.Table:
    connection.register("links", links)
    return (
        connection.sql(
            """SELECT source, source_id, customer_id FROM links UNION ALL SELECT source, source_id, customer_id FROM
            history ANTI JOIN links USING (source, source_id) ORDER BY source, source_id"""
        )
        .to_arrow_table()
        .cast(HISTORY)
    )


def _diagnostics(ids: Ints, edges: pa.Table, clusters: Clusters) -> pa.Table:
    sizes = np.unique(ids, return_counts=True)[1]
    measures = {
        "records": len(ids),
        "customers": len(sizes),
        "pairs_scored": len(edges),
        "largest_customer": int(sizes.max()) if len(sizes) else 0,
        "large_customers": int((sizes > LARGE_CUSTOMER).sum()),
        "components_split": clusters.split,
    }
    return pa.table({"measure": list(measures), "value": pa.array(measures.values(), pa.int64())})
