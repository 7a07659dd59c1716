"""What is known of a customer, each fact with the source that it comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import phonenumbers
from babel import Locale
from django.utils.functional import Promise
from stdnum.br import cnpj, cpf

from carteira.web import formats
from carteira.web.customers.words import FIELDS, LINKED_BY

CONTACT_LINKS = {"email": "mailto:", "phone": "tel:"}
CERTAIN = 0.995


@dataclass(frozen=True)
class Fact:
    """One field of the golden record in words. `url` writes to it or calls it; `source` is "" where none is known."""

    field: str
    label: str | Promise
    value: str
    source: str
    url: str = ""


def facts(golden: Mapping[str, Any]) -> tuple[list[Fact], list[Fact]]:
    """How to reach the customer, and the rest of the golden record, without what is not known."""
    known = _all(golden)
    return [fact for fact in known if fact.url], [fact for fact in known if not fact.url]


def linked_records(records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The source records with how each was recognised, in words; `certainty` is None where it is beyond doubt."""
    return [
        {
            **record,
            "linked_by": LINKED_BY.get(record["reason"], record["reason"]),
            "certainty": record["probability"] if record["probability"] < CERTAIN else None,
        }
        for record in records
    ]


def _all(golden: Mapping[str, Any]) -> list[Fact]:
    locale = formats.active_locale()
    return [
        Fact(
            name,
            label,
            _words(name, golden[name], locale),
            golden.get(f"{name}_source") or "",
            _url(name, golden[name]),
        )
        for name, label in FIELDS.items()
        if golden.get(name) is not None
    ]


def _words(name: str, value: Any, locale: Locale) -> str:
    if isinstance(value, date):
        return formats.day(value, locale)
    if isinstance(value, Decimal | int | float):
        return formats.number(value, locale, 2)
    if name == "tax_id":
        return written_tax_id(str(value))
    if name == "phone":
        return written_phone(str(value))
    if name == "country":
        return str(locale.territories.get(value, value))
    if name == "language":
        return str(locale.languages.get(value.split("-")[0].lower(), value))
    return str(value)


def written_tax_id(value: str) -> str:
    """A CPF or CNPJ with its dots and dashes; any other tax id as it is."""
    for kind in (cpf, cnpj):
        if kind.is_valid(value):
            return str(kind.format(value))
    return value


def written_phone(value: str) -> str:
    """A telephone in its country's groups of digits; one that is no international number as it is."""
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def _url(name: str, value: Any) -> str:
    return CONTACT_LINKS[name] + str(value).replace(" ", "") if name in CONTACT_LINKS else ""
