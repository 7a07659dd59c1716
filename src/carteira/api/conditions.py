"""Requests that depend on what the caller last saw (RFC 9110, section 13)."""

import hashlib
import json
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.utils.http import parse_etags
from pydantic import BaseModel

from carteira.accounts.access import Access
from carteira.book.queries import PublishedTables
from carteira.book.restricted import schema_of
from carteira.errors import CarteiraError
from carteira.identify.queries import newest_ownership

ANY = "*"
SETTINGS_LOCK = 0x6361_7273
"""The number of the PostgreSQL lock on what has no row of its own: the settings together."""


def etag_of(*parts: Any) -> str:
    """The entity tag of what the parts say: the same for the same parts, and for no others."""
    plain = [part.model_dump(mode="json") if isinstance(part, BaseModel) else part for part in parts]
    text = json.dumps(plain, sort_keys=True, default=str)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def etag_of_tables(tables: PublishedTables, access: Access, *parts: Any) -> str:
    """The entity tag of anything computed from the run's tables for this access: they change with a run, and with who
    looks after whom."""
    return etag_of(tables.run.id, newest_ownership(), schema_of(access), *parts)


def already_held(request: HttpRequest, etag: str) -> bool:
    """Whether the caller said that it still holds this version."""
    given = parse_etags(request.headers.get("If-None-Match", ""))
    return ANY in given or etag.removeprefix("W/") in {tag.removeprefix("W/") for tag in given}


def check_unchanged(request: HttpRequest, etag: str) -> None:
    """Call it in the transaction that changes something, with what that is now. Raises `if_match_missing`, or
    `changed_meanwhile` where the caller saw another version."""
    given = request.headers.get("If-Match")
    if given is None:
        raise CarteiraError("if_match_missing", hint="read_it_first")
    tags = parse_etags(given)
    if ANY not in tags and etag not in tags:
        raise CarteiraError("changed_meanwhile", hint="read_it_again")


def one_at_a_time(number: int) -> None:
    """Waits until no other caller holds the number, and holds it until the transaction ends. On SQLite a writing
    transaction is alone anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
