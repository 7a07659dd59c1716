"""The two match models, persons and companies: what is compared, and the evidence that each outcome carries.

Every outcome has m, the share of true pairs that show it, and u, the share of chance pairs; its weight is log2(m / u)
bits (Fellegi and Sunter 1969). m and the u of inexact outcomes are fixed and documented here, so that the same
records always give the same answer, also when there are three of them; u of equal values is what the value's own
frequency makes it (columns tf_*, see `frequencies.py`)."""

from typing import Any

Level = dict[str, Any]


def _level(condition: str, m: float, u: float, tf: str = "") -> Level:
    level = {"sql_condition": condition, "label_for_charts": condition, "m_probability": m, "u_probability": u}
    if tf:
        level |= {"tf_adjustment_column": tf, "disable_tf_exact_match_detection": True}
    return level


def _null(condition: str) -> Level:
    return {"sql_condition": condition, "label_for_charts": "not comparable", "is_null_level": True}


def _missing(column: str) -> str:
    return f"{column}_l IS NULL OR {column}_r IS NULL"


def _equal(column: str) -> str:
    return f"{column}_l = {column}_r"


def _one_error(column: str) -> str:
    """At most one character inserted, dropped, changed or swapped with its neighbour. Such an error leaves the first
    or the last characters as they were, which is cheap to see first."""
    return (
        f"(left({column}_l, 2) = left({column}_r, 2) OR right({column}_l, 2) = right({column}_r, 2))"
        f" AND damerau_levenshtein({column}_l, {column}_r) <= 1"
    )


def _near(column: str, at_least: int, similarity: float = 0.92) -> str:
    """One typing error, or two words that sound the same from the start; short words are never near."""
    return (
        f"least(length({column}_l), length({column}_r)) >= {at_least}"
        f" AND ({_one_error(column)} OR jaro_winkler_similarity({column}_l, {column}_r) >= {similarity})"
    )


def _same_digits(column: str) -> str:
    return f"regexp_replace({column}_l, '[^0-9]', '', 'g') = regexp_replace({column}_r, '[^0-9]', '', 'g')"


def _word_of(word: str, text: str) -> str:
    return f"contains(' ' || {text} || ' ', ' ' || {word} || ' ')"


_SAME_PERSON_HINT = f"({_equal('key_birth_date')} OR {_equal('key_tax_digits')} OR {_equal('key_email')})"
_SWAPPED = (
    "(key_given_l = key_family_r AND jaro_winkler_similarity(key_family_l, key_given_r) >= 0.8"
    " OR key_family_l = key_given_r AND jaro_winkler_similarity(key_given_l, key_family_r) >= 0.8)"
)
# Paulo and Paula, Daniel and Daniela: one letter, two people.
_OTHER_GENDER = (
    "(key_given_l || 'a' = key_given_r OR key_given_r || 'a' = key_given_l OR left(key_given_l, -1) = "
    "left(key_given_r, -1)"
    " AND key_given_l <> key_given_r AND key_given_l[-1:] IN ('a', 'o') AND key_given_r[-1:] IN ('a', 'o'))"
)

GIVEN = [
    _null(_missing("key_given")),
    _level(_equal("key_given"), 0.86, 0.01, "key_given"),
    _level(f"{_near('key_given', 4)} AND NOT {_OTHER_GENDER}", 0.07, 0.004),
    _level(_SWAPPED, 0.005, 0.00001),
    _level(
        "(length(key_given_l) = 1 OR length(key_given_r) = 1) AND key_given_l[1] = key_given_r[1]"
        " OR least(length(key_given_l), length(key_given_r)) >= 3 AND (starts_with(key_given_l, "
        "key_given_r) OR starts_with(key_given_r, key_given_l))"
        f" AND NOT {_OTHER_GENDER}",
        0.02,
        0.01,
    ),
    _level(f"{_word_of('key_given_l', 'key_middle_r')} OR {_word_of('key_given_r', 'key_middle_l')}", 0.02, 0.01),
    # Parents, children and spouses share surname, telephone and address: only the given name tells them apart.
    _level(f"{_SAME_PERSON_HINT} AND jaro_winkler_similarity(key_given_l, key_given_r) >= 0.7", 0.01, 0.05),
    _level(_SAME_PERSON_HINT, 0.004, 0.9),
    _level("ELSE", 1e-9, 0.95),
]
FAMILY = [
    _null(f"{_missing('key_family')} OR {_SWAPPED}"),
    _level(_equal("key_family"), 0.80, 0.01, "key_family"),
    _level(_near("key_family", 4), 0.07, 0.003),
    _level(f"{_word_of('key_family_l', 'key_middle_r')} OR {_word_of('key_family_r', 'key_middle_l')}", 0.07, 0.02),
    _level("ELSE", 0.05, 0.96),
]
MIDDLE = [
    _null("key_middle_l IS NULL OR key_middle_r IS NULL OR key_middle_l = '' OR key_middle_r = ''"),
    _level(_equal("key_middle"), 0.75, 0.01, "key_middle"),
    _level(
        f"{_word_of('key_middle_l', 'key_middle_r')} OR {_word_of('key_middle_r', 'key_middle_l')}"
        " OR jaro_winkler_similarity(key_middle_l, key_middle_r) >= 0.92"
        " OR (length(key_middle_l) = 1 OR length(key_middle_r) = 1) AND key_middle_l[1] = key_middle_r[1]",
        0.15,
        0.02,
    ),
    _level("ELSE", 0.10, 0.97),
]
SUFFIX = [
    _null("key_suffix_l IS NULL AND key_suffix_r IS NULL"),
    _level(_equal("key_suffix"), 0.85, 0.3),
    _level(f"(key_suffix_l IS NULL OR key_suffix_r IS NULL) AND {_SAME_PERSON_HINT}", 0.15, 0.5),
    # Father and son differ by it, and agree in everything else that a household shares.
    _level("ELSE", 1e-12, 0.97),
]
BIRTH_DATE = [
    _null(_missing("key_birth_date")),
    _level(_equal("key_birth_date"), 0.88, 0.0001, "key_birth_date"),
    _level(
        "hamming(key_birth_date_l, key_birth_date_r) <= 1 OR key_birth_date_l[1:4] = key_birth_date_r[1:4]"
        " AND key_birth_date_l[6:7] = key_birth_date_r[9:10] AND key_birth_date_l[9:10] = key_birth_date_r[6:7]",
        0.07,
        0.0015,
    ),
    _level(
        "key_birth_date_l[1:4] = key_birth_date_r[1:4] OR key_birth_date_l[6:10] = key_birth_date_r[6:10]", 0.03, 0.02
    ),
    _level("abs(CAST(key_birth_date_l[1:4] AS INTEGER) - CAST(key_birth_date_r[1:4] AS INTEGER)) < 13", 0.02, 0.4),
    _level(f"{_equal('key_tax_digits')} OR {_equal('key_email')}", 0.002, 0.6),
    # A generation apart: parent and child of one name.
    _level("ELSE", 1e-12, 0.6),
]
_BOTH_VALID = "key_tax_id_l <> key_tax_id_r"
TAX_ID = [
    _null(_missing("key_tax_digits")),
    _level(_equal("key_tax_digits"), 0.93, 0.00001, "key_tax_digits"),
    # A different number whose check digits also hold is another customer.
    _level(_BOTH_VALID, 1e-9, 0.9),
    _level(_one_error("key_tax_digits"), 0.04, 0.00002),
    _level("ELSE", 0.02, 0.98),
]


def _telephone(m_changed: float) -> list[Level]:
    return [
        _null("coalesce(key_phone_l, key_phone_local_l) IS NULL OR coalesce(key_phone_r, key_phone_local_r) IS NULL"),
        _level(_equal("key_phone"), 0.62, 0.00001, "key_phone"),
        _level(_equal("key_phone_local"), 0.04, 0.00002, "key_phone_local"),
        _level(_one_error("key_phone_local"), 0.03, 0.0001),
        _level("ELSE", m_changed, 1.0),
    ]


_SAME_STREET = f"{_equal('key_street')} AND {_equal('key_number')}"
_ADDRESS_KNOWN = (
    "(key_postal_code_l IS NOT NULL AND key_postal_code_r IS NOT NULL OR key_street_l IS NOT NULL AND "
    "key_street_r IS NOT NULL)"
)
_SAME_ADDRESS = f"(coalesce({_equal('key_postal_code')}, false) OR coalesce({_SAME_STREET}, false))"
_EXTENDED_USER = (
    "least(length(key_email_user_l), length(key_email_user_r)) >= 8"
    " AND (suffix(key_email_user_l, '.' || key_email_user_r) OR suffix(key_email_user_r, '.' || key_email_user_l))"
)


# maria.silva@provider, written for two Marias: an address made of the name alone, where all else differs, is a guess.
_NAME_ONLY = _level(
    f"{_equal('key_email')} AND regexp_replace(key_email_user_l, '[._-]', '', 'g') = key_given_l || key_family_l"
    " AND (key_phone_l <> key_phone_r OR key_postal_code_l <> key_postal_code_r OR key_city_l <> key_city_r)"
    f" AND NOT coalesce(key_birth_date_l = key_birth_date_r OR key_phone_l = key_phone_r OR {_SAME_ADDRESS}, false)",
    0.2,
    0.002,
)


def _email(*further: Level, first: tuple[Level, ...] = ()) -> list[Level]:
    return [
        _null(_missing("key_email")),
        *first,
        _level(_equal("key_email"), 0.6, 0.00001, "key_email"),
        # Most mailboxes are named after their owner, so that lookalikes say little that the name has not said.
        _level(f"{_equal('key_email_user')} AND regexp_matches(key_email_user_l, '[0-9]')", 0.04, 0.0005),
        _level(_equal("key_email_user"), 0.03, 0.005),
        _level(
            f"{_same_digits('key_email_user')} AND length(key_email_user_l) >= 6 AND {_one_error('key_email_user')}",
            0.05,
            0.0005,
        ),
        _level(_EXTENDED_USER, 0.03, 0.0005),
        *further,
        _level("ELSE", 0.29, 1.0),
    ]


# Father and son of one name at one address: nothing but their telephones, mailboxes, birth dates and tax ids differs.
_NAMESAKE = _level(
    f"key_phone_l <> key_phone_r AND {_SAME_ADDRESS} AND NOT coalesce({_SAME_PERSON_HINT}, false)", 0.00002, 1.0
)
ADDRESS = [
    _null(f"NOT {_ADDRESS_KNOWN}"),
    _level(f"{_SAME_STREET} AND {_equal('key_postal_code')}", 0.45, 0.00001, "key_postal_code"),
    _level(_equal("key_postal_code"), 0.25, 0.0001, "key_postal_code"),
    _level(f"{_SAME_STREET} AND {_equal('key_city')}", 0.1, 0.0001),
    _level(_one_error("key_postal_code"), 0.04, 0.001),
    _level(f"{_equal('key_number')} AND jaro_winkler_similarity(key_street_l, key_street_r) >= 0.88", 0.03, 0.0003),
    _level("ELSE", 0.2, 0.99),
]
CITY = [
    _null(f"{_missing('key_city')} OR {_SAME_ADDRESS}"),
    _level(f"{_equal('key_city')} AND NOT {_ADDRESS_KNOWN}", 0.82, 0.02, "key_city"),
    _level(_equal("key_city"), 0.4, 0.02, "key_city"),
    _level("jaro_winkler_similarity(key_city_l, key_city_r) >= 0.92", 0.05, 0.005),
    _level(_ADDRESS_KNOWN, 0.5, 0.9),
    _level("ELSE", 0.15, 0.9),
]

COMPANY_NAME = [
    _null(_missing("key_name")),
    _level(_equal("key_name"), 0.75, 0.0001, "key_name"),
    _level(
        f"least(length(key_name_l), length(key_name_r)) >= 6 AND {_same_digits('key_name')} AND "
        f"(jaro_winkler_similarity(key_name_l, key_name_r) >= 0.88"
        " AND damerau_levenshtein(key_name_l, key_name_r) <= 2"
        " OR replace(key_name_l, ' ', '') = replace(key_name_r, ' ', ''))",
        0.12,
        0.0002,
    ),
    _level(
        "least(length(key_name_l), length(key_name_r)) >= 8 AND (starts_with(key_name_l, key_name_r) OR "
        "starts_with(key_name_r, key_name_l))",
        0.06,
        0.001,
    ),
    _level(f"jaro_winkler_similarity(key_name_l, key_name_r) >= 0.92 AND {_same_digits('key_name')}", 0.03, 0.004),
    _level(_equal("key_tax_digits"), 0.04, 0.9),
    # Companies of one group share telephone, address and mailbox: only the name tells them apart.
    _level("ELSE", 1e-9, 0.99),
]
_SAME_BRANCH = f"{_equal('key_tax_root')} AND jaro_winkler_similarity(key_name_l, key_name_r) >= 0.92"
COMPANY_TAX_ID = [
    *TAX_ID[:2],
    # The same company under a new branch number is found at its old place or telephone; a sister company, sharing name
    # and mailbox, is not.
    _level(f"{_SAME_BRANCH} AND ({_SAME_ADDRESS} OR coalesce({_equal('key_phone')}, false))", 0.02, 0.00002),
    _level(f"{_SAME_BRANCH} AND {_equal('key_city')} AND NOT {_ADDRESS_KNOWN}", 0.01, 0.005),
    *TAX_ID[2:],
]

PERSON_MODEL: dict[str, list[Level]] = {
    "given_name": GIVEN,
    "family_name": FAMILY,
    "middle_name": MIDDLE,
    "suffix": SUFFIX,
    "birth_date": BIRTH_DATE,
    "tax_id": TAX_ID,
    "phone": _telephone(0.30),
    "email": _email(_NAMESAKE, first=(_NAME_ONLY,)),
    "address": ADDRESS,
    "city": CITY,
}
COMPANY_MODEL: dict[str, list[Level]] = {
    "name": COMPANY_NAME,
    "tax_id": COMPANY_TAX_ID,
    "phone": _telephone(0.35),
    "email": _email(_level(_equal("key_email_domain"), 0.15, 0.001, "key_email_domain")),
    "address": ADDRESS,
    "city": CITY,
}
