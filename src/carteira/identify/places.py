"""Addresses: postal code, city, street name and house number in comparable form."""

import pyarrow as pa

from carteira.identify.arrow_sql import project
from carteira.identify.names import fold

STREET_TYPES = (
    "r|rua|av|ave|avenida|al|alameda|trav|tv|tr|travessa|pca|pc|praca|rod|rodovia|est|estr|estrada|lgo|"
    "largo|c|calle|cll|cra|carrera|"
    "pje|pasaje|blvd|boulevard|bv|street|st|road|rd|via|viela|vila|quadra"
)


def standardise_places(street: pa.ChunkedArray, city: pa.ChunkedArray, postal_code: pa.ChunkedArray) -> pa.Table:
    """Aligned columns key_postal_code (letters and digits, null for a placeholder), key_city (folded), key_street
    (folded, without its type and number) and key_number (the first number of the street line)."""
    folded = pa.table({"street": fold(street), "city": fold(city), "code": postal_code})
    return project(
        folded,
        {
            "code": "lower(regexp_replace(code, '[^0-9A-Za-z]', '', 'g'))",
            "city": "trim(regexp_replace(city, '[^a-z0-9]+', ' ', 'g'))",
            "number": "regexp_extract(street, '\\d+', 0)",
            "street": "trim(regexp_replace(regexp_replace(street, '\\d.*$|s/n.*$', ''), '[^a-z]+', ' ', 'g'))",
        },
        {"street": f"trim(regexp_replace(street, '^({STREET_TYPES}) |( n| no| nro| numero| num)$', '', 'g'))"},
        {
            "key_postal_code": (
                "CASE WHEN length(code) >= 3 AND NOT regexp_full_match(code, '0+|1+|9+|12345678|12345') THEN code END"
            ),
            "key_city": "nullif(city, '')",
            "key_street": "nullif(street, '')",
            "key_number": "nullif(number, '')",
        },
    )
