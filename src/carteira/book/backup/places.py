"""Which member of a backup lies where in the book's folder."""

import re

from carteira.book.home import MARKER

TABLE = r"[a-z][a-z0-9_]{0,59}"
FILE = r"[\w-][\w.-]*"
PLACES = re.compile(
    rf"""
    {re.escape(MARKER)} | secret_key
    | rejections/\d+\.parquet
    | uploads/{FILE}\.(?:data|json)
    | exports/{FILE}\.json
    | decisions/\d{{8}}\.log
    | (?:facts|computed)/{TABLE}/(?:
        _delta_log/\d{{20}}\.(?:json|checkpoint\.parquet)
        | (?:load_id=\d+/)? {FILE}\.parquet
    )
    """,
    re.VERBOSE | re.ASCII,
)
"""Everything that a backup may put into a folder."""
REQUIRED = {MARKER, "secret_key"}
PIECE = re.compile(r"database/(?P<name>[\w.-]+)/\d{6}\.zst", re.ASCII)


def piece_name(name: str, number: int) -> str:
    """The member that holds a piece of the database: of the table or file `name`, counted from 1."""
    return f"database/{name}/{number:06}.zst"


def piece_of(member: str) -> str | None:
    """The table or file of which the member is a piece; None where it is no piece of the database."""
    found = PIECE.fullmatch(member)
    return found["name"] if found else None


def belongs(member: str) -> bool:
    """Whether the member is a file of a book's folder, in which it lies under its name."""
    return bool(PLACES.fullmatch(member))
