"""How often a value is met by chance: the u of equal values."""

import duckdb

COMMON = {
    "key_given": 0.0005,
    "key_family": 0.0005,
    "key_middle": 0.001,
    "key_birth_date": 0.00005,
    "key_email_domain": 0.001,
    "key_city": 0.01,
    "key_postal_code": 0.0001,
}
"""Attributes that many share -> the frequency assumed of a value before any record was seen."""

IDENTIFYING = ("key_tax_digits", "key_phone", "key_phone_local", "key_email")
"""Values that belong to one customer: they meet by chance only as far as different names carry them."""

ASSUMED_COMPANIES = 500
ASSUMED_RECORDS = 200
ASSUMED_NUMBERS = 10_000


def create_frequencies(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Key -> name of a new table with that key and tf_<key>, the chance that another record bears the value. With n
    of N records bearing the value of an attribute it is (n - 1 + k p) / (N - 1 + k), k assumed records of frequency
    p; of an identifying value borne under h different names, (h - 0.9) / (N + 10,000); of a company's name met under
    h CNPJ roots or in h cities, (h - 0.9) / (N + 500)."""
    names = {}
    for key in (*COMMON, *IDENTIFYING, "key_name"):
        names[key] = f"frequency_{key}"
        connection.execute(
            f"CREATE TABLE {names[key]} AS SELECT {key}, CAST({_chance(key, table)} AS DOUBLE) AS tf_{key}"
            f" FROM {table} WHERE {key} IS NOT NULL GROUP BY {key}"
        )
    return names


def _chance(key: str, table: str) -> str:
    if key in COMMON:
        return (
            f"(count(*) - 1 + {ASSUMED_RECORDS * COMMON[key]}) / ((SELECT count({key}) FROM {table}) - 1 + "
            f"{ASSUMED_RECORDS})"
        )
    if key == "key_name":
        bearers = "greatest(count(DISTINCT key_tax_root), count(DISTINCT key_city), 1)"
        return f"({bearers} - 0.9) / ((SELECT count(*) FROM {table}) + {ASSUMED_COMPANIES})"
    names = "greatest(count(DISTINCT coalesce(key_given, key_name)), 1)"
    return f"({names} - 0.9) / ((SELECT count(*) FROM {table}) + {ASSUMED_NUMBERS})"
