"""E-mail addresses: cleaned, and a key under which spellings of one mailbox meet."""

from typing import NamedTuple

import pyarrow as pa

from carteira.identify.arrow_sql import project

PLACEHOLDER_USERS = (
    "nao|naotem|naopossui|naoinformado|naoinformou|sem|sememail|semmail|sem\\.email|noemail|nomail|none|"
    "null|test|teste|prueba|"
    "email|mail|e-mail|x+|a+|abc|123+|cliente|consumidor|no|notiene|na|n/a|noreply|no-reply|naoresponda|"
    "sincorreo|unknown|fulano"
)
PLACEHOLDER_DOMAINS = (
    "tem\\.com(\\.br)?|teste?\\.com(\\.br)?|example\\.(com|org|net)|naotem\\.com(\\.br)?|x+\\.com|"
    "a+\\.com|sem\\.com|nao\\.com(\\.br)?|test|invalid|localhost"
)

_MISSPELT = (
    ("g(ma|am|mai|nai|mial|mali|amil|mil|mal|maill)l?\\.com?(\\.br)?", "gmail.com"),
    ("gmail\\.(con|cm|om|comm|vom|xom|com\\.br)", "gmail.com"),
    ("hot(mai|mial|amil|mal|mil|maill|nail)l?\\.com?(\\.br)?", "hotmail.com"),
    ("hotmail\\.(con|cm|om|comm|vom|xom)", "hotmail.com"),
    ("outlook\\.(con|cm|om|comm)|out(lok|look|loock)\\.com", "outlook.com"),
    ("(yaho|yhaoo|yahho)\\.com", "yahoo.com"),
    ("(yaho|yhaoo|yahho)\\.com\\.br", "yahoo.com.br"),
)


class Emails(NamedTuple):
    """Aligned columns. `cleaned`: lower case, known misspellings of large providers repaired, null unless it has the
    form of an address and is no placeholder; `key`: without plus tag and, at Gmail, without dots; `user`: the key's
    part before the at sign."""

    cleaned: pa.ChunkedArray
    key: pa.ChunkedArray
    user: pa.ChunkedArray


def standardise_emails(emails: pa.ChunkedArray) -> Emails:
    """E-mail addresses, of which only the first of several in one field counts."""
    found = (
        "regexp_extract(strip_accents(lower(email)), '[a-z0-9!#$%&''*/=?^_`{|}~+.-]+@[a-z0-9-]+(\\.[a-z0-9-]+)+', 0)"
    )
    domain = "domain"
    for wrong, right in _MISSPELT:
        domain = f"regexp_replace({domain}, '^({wrong})$', '{right}')"
    placeholder = (
        f"regexp_full_match(local_part, '{PLACEHOLDER_USERS}') OR regexp_full_match(domain, '{PLACEHOLDER_DOMAINS}')"
    )
    at_google = "CASE WHEN domain IN ('gmail.com', 'googlemail.com') THEN replace(box, '.', '') ELSE box END"
    table = project(
        pa.table({"email": emails}),
        {"found": found},
        {"local_part": "trim(split_part(found, '@', 1), '.')", "domain": "trim(split_part(found, '@', 2), '.')"},
        {"domain": domain},
        {"local_part": f"CASE WHEN local_part <> '' AND domain <> '' AND NOT ({placeholder}) THEN local_part END"},
        {"box": "coalesce(nullif(regexp_replace(local_part, '\\+.*$', ''), ''), local_part)"},
        {"person_box": at_google},
        {
            "cleaned": "local_part || '@' || domain",
            "key": "person_box || '@' || replace(domain, 'googlemail.com', 'gmail.com')",
            "user_name": "person_box",
        },
    )
    return Emails(table["cleaned"], table["key"], table["user_name"])
