"""How likely it is that two records are the same customer: Splink over the pairs that blocking finds."""

import logging
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker

from carteira.identify.blocking import COMPANY_KEYS, PERSON_KEYS, create_pairs
from carteira.identify.comparisons import COMPANY_MODEL, PERSON_MODEL, Level
from carteira.identify.frequencies import create_frequencies

LEAST_WEIGHT = -40.0
FEWEST_RECORDS = 100
MODELS = {"person": (PERSON_MODEL, PERSON_KEYS), "company": (COMPANY_MODEL, COMPANY_KEYS)}


def score_pairs(standard: pa.Table) -> pa.Table:
    """Columns l, r (row numbers of `standard`, l < r), weight (log2 of the odds that both are one customer) and
    reason, for the compared pairs of weight -40 or more. The prior odds expect one duplicate per record. `standard`
    is what `standardise` returns."""
    edges = [_edges_of(kind, standard) for kind in MODELS]
    return pa.concat_tables(edges)


def _edges_of(kind: str, standard: pa.Table) -> pa.Table:
    with duckdb.connect() as connection:
        connection.register("standard", standard.append_column("unique_id", pa.array(range(len(standard)), pa.int32())))
        keys = [name for name in standard.column_names if name.startswith("key_")]
        connection.execute(
            f"CREATE TABLE records AS SELECT unique_id, {', '.join(keys)} FROM standard WHERE clean_kind = '{kind}'"
        )
        model, blocking_keys = MODELS[kind]
        create_pairs(connection, "records", blocking_keys)
        if not _count(connection, "blocked"):
            return _NO_EDGES
        scored = _score(connection, model)
        return connection.sql(_REASONS.format(scored=scored)).to_arrow_table()


def _score(connection: duckdb.DuckDBPyConnection, model: dict[str, list[Level]]) -> str:
    """Scores table `blocked` over table `records`; the name of the table with unique_id_l, unique_id_r and
    match_weight."""
    api = DuckDBAPI(connection=connection)
    settings = _settings(model, _count(connection, "records"))
    linker = Linker(api.register("records"), settings, validate_settings=False)
    logging.getLogger("splink").setLevel(logging.ERROR)
    for key, table in create_frequencies(connection, "records").items():
        linker.table_management.register_term_frequency_lookup(api.register(table), key)
    linker.table_management.register_blocked_pairs_for_predict(api.register("blocked"))
    return linker.inference.predict(threshold_match_weight=LEAST_WEIGHT, warning_mode="never").physical_name


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.sql(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _settings(model: dict[str, list[Level]], records: int) -> dict[str, Any]:
    return {
        "link_type": "dedupe_only",
        "comparisons": [{"output_column_name": name, "comparison_levels": levels} for name, levels in model.items()],
        "blocking_rules_to_generate_predictions": [],
        "probability_two_random_records_match": 1 / max(records, FEWEST_RECORDS),
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
    }


_NO_EDGES = pa.table(
    {
        "l": pa.array([], pa.int32()),
        "r": pa.array([], pa.int32()),
        "weight": pa.array([], pa.float64()),
        "reason": pa.array([], pa.string()),
    }
)
_REASONS = """SELECT l.unique_id AS l, r.unique_id AS r, round(match_weight, 6) AS weight,
    CASE WHEN l.key_tax_id = r.key_tax_id THEN 'tax_id' WHEN l.key_email = r.key_email THEN 'email' WHEN
        l.key_phone = r.key_phone THEN 'phone'
    ELSE 'similar' END AS reason
    FROM {scored} AS scored JOIN records AS l ON l.unique_id = unique_id_l JOIN records AS r ON r.unique_id =
        unique_id_r ORDER BY 1, 2"""
