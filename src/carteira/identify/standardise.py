"""Source records made comparable: fields put where they belong, cleaned, checked, and cut into the keys that matching
compares."""

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from carteira.identify.arrow_sql import project
from carteira.identify.emails import standardise_emails
from carteira.identify.names import company_core, fold, infer_kind, person_parts
from carteira.identify.phones import standardise_phones
from carteira.identify.places import standardise_places
from carteira.identify.tax_ids import standardise_tax_ids

SHARED_BY_AT_MOST = 10
"""An identifier carried under more different names than this belongs to no customer (the shop's own telephone)."""

IDENTIFIERS = ("key_tax_id", "key_tax_digits", "key_email", "key_phone", "key_phone_local")
_TEXTS = (
    "kind",
    "name",
    "given_name",
    "family_name",
    "tax_id",
    "email",
    "phone",
    "street",
    "city",
    "postal_code",
    "country",
)


def standardise(records: pa.Table, country: str) -> pa.Table:
    """The rows of `records` (source, source_id and any of the columns of `customers`) in their order, with all their
    columns and:

    - clean values, fit for the golden record: clean_kind, clean_name, clean_given_name, clean_family_name,
      clean_tax_id, clean_email, clean_phone (E.164 where valid), and tax_id_valid, email_valid, phone_valid;
    - keys for matching, null where unusable: key_tax_id (check digits hold), key_tax_digits (typed, perhaps wrong),
      key_tax_root (of a CNPJ), key_email, key_email_user, key_phone, key_phone_local (last eight digits), key_name
      and key_email_domain (company), key_given, key_middle, key_family, key_suffix (person), key_birth_date (ISO
      text), key_postal_code, key_city, key_street, key_number.

    `country` (ISO 3166 alpha-2) reads telephones and tax ids of records without a country of their own."""
    fields = _repaired(records, country)
    tax_ids = standardise_tax_ids(fields["tax_id"], fields["country"])
    phones = standardise_phones(fields["phone"], fields["country"])
    emails = standardise_emails(fields["email"])
    folded = fold(fields["name"])
    kind = infer_kind(
        pa.table(
            {name: fields[name] for name in ("kind", "given_name", "family_name", "birth_date")}
            | {"name": folded, "tax_kind": tax_ids.kind}
        )
    )
    keys = {
        "clean_tax_id": tax_ids.cleaned,
        "key_tax_id": tax_ids.valid,
        "key_phone": phones.e164,
        "phone_digits": phones.digits,
        "clean_email": emails.cleaned,
        "key_email": emails.key,
        "key_email_user": emails.user,
        "key_name": company_core(folded, country),
        "clean_kind": kind,
    }
    keys |= _columns(person_parts(folded)) | _columns(
        standardise_places(fields["street"], fields["city"], fields["postal_code"])
    )
    keys |= {
        column: fields[column] for column in ("name", "given_name", "family_name", "phone", "birth_date", "family_only")
    }
    standard = _finished(pa.table(keys))
    for name in standard.column_names:
        records = records.append_column(name, standard[name])
    return records


def _columns(table: pa.Table) -> dict[str, pa.ChunkedArray]:
    return {name: table[name] for name in table.column_names}


_KEPT = ("given_name", "family_name", "tax_id", "email", "phone", "street", "city", "postal_code", "birth_date")


def _repaired(records: pa.Table, country: str) -> pa.Table:
    """The fields that standardising reads, empty text as null, each value moved to the field that it certainly
    belongs to."""
    given = {
        name: pc.cast(records[name], pa.string())
        if name in records.column_names
        else pa.nulls(len(records), pa.string())
        for name in _TEXTS
    }
    birth = records["birth_date"] if "birth_date" in records.column_names else pa.nulls(len(records), pa.date32())
    looks_like_phone = (
        "regexp_full_match({0}, '[-+()0-9. /]{{8,}}') AND length(regexp_replace({0}, '[^0-9]', '', 'g')) >= 8"
    )
    return project(
        pa.table(given | {"birth_date": birth}),
        {name: f"nullif(trim({name}), '')" for name in _TEXTS},
        {
            "lost_email": "CASE WHEN email LIKE '%@%' THEN email WHEN phone LIKE '%@%' THEN phone "
            "WHEN given_name LIKE '%@%' THEN given_name "
            "WHEN family_name LIKE '%@%' THEN family_name WHEN name LIKE '%@%' THEN name END",
            "lost_phone": (
                f"CASE WHEN phone NOT LIKE '%@%' THEN phone WHEN email NOT LIKE '%@%' AND "
                f"{looks_like_phone.format('email')} THEN email END"
            ),
            "given_name": "CASE WHEN given_name NOT LIKE '%@%' THEN given_name END",
            "family_name": "CASE WHEN family_name NOT LIKE '%@%' THEN family_name END",
            "name": "CASE WHEN name NOT LIKE '%@%' THEN name END",
        },
        {
            "phone": (
                f"coalesce(lost_phone, CASE WHEN phone IS NULL AND {looks_like_phone.format('email')} THEN email END)"
            ),
            "email": "lost_email",
            "parts": (
                "CASE WHEN suffix(lower(given_name), ' ' || lower(family_name)) THEN given_name ELSE "
                "concat_ws(' ', given_name, family_name) END"
            ),
        },
        {
            "kind": "lower(kind)",
            "name": (
                "CASE WHEN name LIKE '% %' OR parts = '' OR name IS NOT NULL AND given_name IS NULL THEN name "
                "ELSE nullif(parts, '') END"
            ),
            "country": (
                f"CASE WHEN regexp_full_match(country, '[A-Za-z][A-Za-z]') THEN upper(country) ELSE '{country}' END"
            ),
        }
        | {"family_only": "name IS NULL AND given_name IS NULL AND family_name IS NOT NULL"}
        | {column: column for column in _KEPT},
    )


def _finished(table: pa.Table) -> pa.Table:
    """Aligned clean values and keys, without the identifiers that too many share."""
    with duckdb.connect() as connection:
        connection.register("fields", table)
        connection.execute(
            f"CREATE TABLE standard AS SELECT row_number() OVER () AS row_index, {_LAST_KEYS} FROM fields"
        )
        connection.execute(_NAMESAKES)
        for key in IDENTIFIERS:
            connection.execute(_SHARED.format(key=key, most=SHARED_BY_AT_MOST))
        return connection.sql(f"SELECT {_RESULT} FROM standard ORDER BY row_index").to_arrow_table()


_LAST_KEYS = """*,
    CASE WHEN length(clean_tax_id) >= 6 THEN clean_tax_id END AS key_tax_digits,
    CASE WHEN length(phone_digits) >= 8 THEN right(phone_digits, 8) END AS key_phone_local,
    CASE WHEN birth_date NOT IN (DATE '1899-12-30', DATE '1899-12-31', DATE '1900-01-01', DATE '1901-01-01') AND
        birth_date < current_date THEN CAST(birth_date AS VARCHAR) END AS key_birth_date"""

# A record that nothing shows to be a person or a company is a company if a known company, and no known person, bears
# its name.
_NAMESAKES = """UPDATE standard SET clean_kind = CASE WHEN key_name IN (SELECT key_name FROM standard WHERE
        clean_kind = 'company' AND key_name IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM standard person WHERE person.clean_kind = 'person' AND person.key_name =
        standard.key_name)
    THEN 'company' ELSE 'person' END WHERE clean_kind IS NULL"""

_SHARED = """UPDATE standard SET {key} = NULL WHERE {key} IN (
    SELECT {key} FROM standard WHERE {key} IS NOT NULL GROUP BY {key}
    HAVING count(DISTINCT coalesce(key_given, key_name)) + count(*) - count(coalesce(key_given, key_name)) > {most})"""

_PERSON = "clean_kind = 'person'"
_RESULT = f"""clean_kind, name AS clean_name,
    CASE WHEN {_PERSON} THEN coalesce(given_name, CASE WHEN family_name IS NULL THEN split_part(name, ' ', 1) END)
        END AS clean_given_name,
    CASE WHEN {_PERSON} THEN coalesce(family_name, CASE WHEN given_name IS NULL THEN nullif(substr(name,
        length(split_part(name, ' ', 1)) + 2), '') END)
        END AS clean_family_name,
    clean_tax_id, key_tax_id IS NOT NULL AS tax_id_valid, clean_email, clean_email IS NOT NULL AS email_valid,
    coalesce(key_phone, phone) AS clean_phone, key_phone IS NOT NULL AS phone_valid,
    key_tax_id, key_tax_digits, CASE WHEN length(key_tax_id) = 16 AND starts_with(key_tax_id, 'BR') THEN
        key_tax_id[3:10] END AS key_tax_root,
    key_email, CASE WHEN key_email IS NOT NULL THEN key_email_user END AS key_email_user,
    CASE WHEN NOT {_PERSON} THEN split_part(key_email, '@', 2) END AS key_email_domain, key_phone, key_phone_local,
    CASE WHEN NOT {_PERSON} THEN key_name END AS key_name,
    CASE WHEN {_PERSON} THEN key_middle END AS key_middle, CASE WHEN {_PERSON} THEN key_suffix END AS key_suffix,
    CASE WHEN {_PERSON} THEN key_birth_date END AS key_birth_date,
    CASE WHEN {_PERSON} AND NOT family_only THEN key_given END AS key_given,
    CASE WHEN {_PERSON} THEN CASE WHEN family_only THEN coalesce(key_family, key_given) ELSE key_family END END AS
        key_family,
    key_postal_code, key_city, key_street, key_number"""
