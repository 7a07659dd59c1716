"""Which pairs of records are worth comparing: those that meet under some key, in time linear in the records."""

import duckdb

LARGEST_BLOCK = 50
"""A key under which more records meet than this says too little, and would cost the square of its size."""

LEAST_PAIRS = 300_000
"""A key that many strangers share, such as names alone, may bring half a pair per record, or this many in a small book:
its smallest blocks, where the key is rare."""

WEAK = (
    ("pair_of_names",),
    ("sound_given", "sound_family"),
    ("key_given", "key_family", "key_middle"),
    ("sound_given", "sound_family", "birth_year"),
    ("key_given", "key_postal_area", "birth_year"),
    ("key_family", "key_postal_area", "birth_year"),
    ("key_given", "key_family", "key_city"),
    ("sound_given", "sound_family", "key_city"),
    ("key_email_user", "key_given"),
    ("tax_head", "key_given"),
    ("name_tail", "key_city"),
    ("name_head", "key_city"),
    ("name_start", "key_postal_area"),
    ("name_squeezed",),
)

_SOUND_STEPS = (
    ("ph", "f"),
    ("y", "i"),
    ("(ch|sh|x)", "x"),
    ("th", "t"),
    ("w", "v"),
    ("(ss|c[ei]|z|s)", "s"),
    ("(qu|ck|k|c)", "k"),
    ("h", ""),
    ("([aeiou])[aeiou]+", "\\1"),
    ("n([bp])", "m\\1"),
    ("(.)[aeiou]$", "\\1"),
)

PERSON_KEYS = (
    ("key_tax_digits",),
    ("key_phone",),
    ("key_email",),
    ("key_phone_local", "key_given"),
    ("key_email_user", "key_given"),
    ("key_given", "key_family", "key_birth_date"),
    ("key_birth_date", "key_postal_code"),
    ("key_birth_date", "sound_given"),
    ("key_birth_date", "sound_family"),
    ("key_given", "key_family", "key_postal_code"),
    ("key_given", "key_family", "key_middle"),
    ("key_given", "key_family", "key_city"),
    ("pair_of_names",),
    ("sound_given", "key_postal_code"),
    ("sound_family", "key_postal_code"),
    ("sound_given", "sound_family", "key_city"),
    ("sound_given", "sound_family", "birth_year"),
    ("key_given", "key_city", "birth_month"),
    ("key_family", "key_city", "birth_month"),
    ("tax_head", "key_given"),
    ("tax_tail", "key_given"),
    ("sound_given", "sound_family"),
    ("key_street", "key_number", "key_city", "sound_given"),
    ("key_given", "key_postal_area", "birth_year"),
    ("key_family", "key_postal_area", "birth_year"),
)
COMPANY_KEYS = (
    ("key_tax_digits",),
    ("key_tax_root",),
    ("key_phone",),
    ("key_email",),
    ("key_name",),
    ("key_name", "key_city"),
    ("name_head", "key_postal_code"),
    ("name_head", "key_city"),
    ("name_start", "key_postal_area"),
    ("key_phone_local", "name_start"),
    ("tax_head", "name_start"),
    ("name_squeezed",),
    ("key_street", "key_number", "key_city"),
    ("name_tail", "key_city"),
)


def _sound(column: str) -> str:
    """A spelling by sound for Portuguese and Spanish names (Luiz and Luis, Thiago and Tiago meet)."""
    sound = column
    for pattern, replacement in _SOUND_STEPS:
        sound = f"regexp_replace({sound}, '{pattern}', '{replacement}', 'g')"
    return sound


DERIVED = {
    "sound_given": _sound("key_given"),
    "sound_family": _sound("key_family"),
    "pair_of_names": "least(key_given, key_family) || ' ' || greatest(key_given, key_family)",
    "birth_year": "key_birth_date[1:4]",
    "birth_month": "key_birth_date[1:7]",
    "key_postal_area": "CASE WHEN length(key_postal_code) >= 5 THEN key_postal_code[1:-4] ELSE key_postal_code END",
    "tax_head": "CASE WHEN length(key_tax_digits) >= 6 THEN left(key_tax_digits, length(key_tax_digits) // 2) END",
    "tax_tail": "CASE WHEN length(key_tax_digits) >= 6 THEN right(key_tax_digits, length(key_tax_digits) // 2) END",
    "name_head": "split_part(key_name, ' ', 1)",
    "name_tail": "CASE WHEN key_name LIKE '% %' THEN regexp_extract(key_name, '[^ ]+$', 0) END",
    "name_start": "left(key_name, 4)",
    "name_squeezed": "left(replace(key_name, ' ', ''), 12)",
}


def create_pairs(connection: duckdb.DuckDBPyConnection, table: str, keys: tuple[tuple[str, ...], ...]) -> None:
    """Creates table `blocked` (join_key_l < join_key_r, match_key): each pair of `table`'s unique_id that meets under
    one of `keys`, once. Blocks of more than 50 records are passed over, and of names alone the larger ones sooner."""
    derived = ", ".join(f"{expression} AS {name}" for name, expression in DERIVED.items())
    connection.execute(f"CREATE OR REPLACE TEMP VIEW keyed AS SELECT *, {derived} FROM {table}")
    hashes = ", ".join(
        f"CASE WHEN {' AND '.join(f'{part} IS NOT NULL' for part in key)} THEN hash({', '.join(key)}) END AS h{i}"
        for i, key in enumerate(keys)
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE hashed AS SELECT unique_id, {hashes} FROM keyed")
    connection.execute("CREATE OR REPLACE TEMP TABLE met (l INTEGER, r INTEGER)")
    for i, key in enumerate(keys):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE block AS {_block(i, key in WEAK)}")
        connection.execute(
            "INSERT INTO met SELECT a.unique_id, b.unique_id FROM block a JOIN block b ON a.h = b.h AND "
            "a.unique_id < b.unique_id"
        )
    connection.execute(
        "CREATE OR REPLACE TABLE blocked AS SELECT DISTINCT l AS join_key_l, r AS join_key_r, '0' AS match_key FROM met"
    )
    for leftover in ("TABLE met", "TABLE block", "TABLE hashed", "VIEW keyed"):
        connection.execute(f"DROP {leftover}")


def _block(index: int, weak: bool) -> str:
    """Rows h, unique_id of the blocks under key `index` that are small enough."""
    shared = (
        f"SELECT h{index} AS h, count(*) AS size FROM hashed WHERE h{index} IS NOT NULL GROUP BY h{index} "
        f"HAVING count(*) BETWEEN 2 AND {LARGEST_BLOCK}"
    )
    if weak:
        growth = (
            f"SELECT size, sum(sum(size * (size - 1) / 2)) OVER (ORDER BY size) AS pairs FROM ({shared}) GROUP BY size"
        )
        most = f"greatest({LEAST_PAIRS}, (SELECT count(*) / 2 FROM hashed))"
        shared = (
            f"SELECT h FROM ({shared}) WHERE size <= (SELECT coalesce(max(size), 0) FROM ({growth}) WHERE pairs "
            f"<= {most})"
        )
    return f"SELECT h, unique_id FROM hashed JOIN ({shared}) ON h{index} = h"
