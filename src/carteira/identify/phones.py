"""Telephones in E.164."""

from typing import NamedTuple

import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc

from carteira.identify.arrow_sql import map_where, project

AREA_CODES = "1[1-9]|2[12478]|3[1234578]|4[1-9]|5[1345]|6[1-9]|7[134579]|8[1-9]|9[1-9]"
"""Brazilian area codes (DDD) in use, as a pattern: Anatel's general numbering plan."""

_ONE_DIGIT = "0*|1*|2*|3*|4*|5*|6*|7*|8*|9*"
_PLACEHOLDER = "(" + "|".join(f"{digit}{{7}}" for digit in range(10)) + "|12345678)$"
_BRAZILIAN = f"""CASE
    WHEN foreign_number OR regexp_matches(national, '{_PLACEHOLDER}') THEN NULL
    WHEN regexp_full_match(national, '({AREA_CODES})9\\d{{8}}') THEN '+55' || national
    WHEN regexp_full_match(national, '({AREA_CODES})[6-9]\\d{{7}}') THEN '+55' || national[1:2] || '9' || national[3:]
    WHEN regexp_full_match(national, '({AREA_CODES})[2-5]\\d{{7}}') THEN '+55' || national
END"""


class Phones(NamedTuple):
    """Aligned columns. `e164`: +<country><number>, null unless valid; `digits`: the digits given, null when fewer
    than 7 or all equal."""

    e164: pa.ChunkedArray
    digits: pa.ChunkedArray


def standardise_phones(phones: pa.ChunkedArray, countries: pa.ChunkedArray) -> Phones:
    """Telephones, where `countries` (ISO 3166 alpha-2 of the same rows) says how to read a number without country
    code. Brazilian numbers are read in bulk: trunk 0 and carrier code dropped, area code checked, the ninth digit
    given to mobiles of eight digits. Others go through libphonenumber, once per distinct value."""
    table = project(
        pa.table({"phone": phones, "country": countries}),
        {
            "phone": "trim(phone)",
            "numbers": (
                "regexp_replace(regexp_replace(phone, '(?i)(ramal|ext|r\\.|x\\s*\\d{1,5}\\s*$).*', ''), "
                "'[^0-9]', '', 'g')"
            ),
            "international": "regexp_matches(phone, '^\\s*(\\+|00)')",
            "brazilian": "regexp_matches(phone, '^\\s*(\\+|00)\\s*55')",
        },
        {
            "foreign_number": "coalesce(numbers <> '' AND NOT brazilian AND (international OR country <> 'BR'), false)",
            "national": "regexp_extract(numbers, '^(?:00)?(?:0?55)?(?:0(?:\\d\\d)?)?([1-9]\\d{9,10})$', 1)",
        },
        {
            "phone": "phone",
            "country": "country",
            "foreign_number": "foreign_number",
            "digits": (
                f"CASE WHEN length(numbers) >= 7 AND NOT regexp_full_match(numbers, '{_ONE_DIGIT}') THEN numbers END"
            ),
            "e164": _BRAZILIAN,
        },
    )
    return Phones(_with_foreign(table), table["digits"])


def _with_foreign(table: pa.Table) -> pa.ChunkedArray:
    foreign = table["foreign_number"]
    if not pc.any(foreign).as_py():
        return table["e164"]
    tagged = pc.binary_join_element_wise(pc.coalesce(table["country"], ""), table["phone"], ":")
    read = map_where(tagged, foreign, _read_foreign)
    return pc.if_else(foreign, read, table["e164"])


def _read_foreign(tagged: str) -> str | None:
    country, phone = tagged.split(":", 1)
    text = "+" + phone[2:] if phone.startswith("00") else phone
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return None
    return (
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        if phonenumbers.is_valid_number(number)
        else None
    )
