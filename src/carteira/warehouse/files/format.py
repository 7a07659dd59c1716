"""How a file is written, and by what that is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "latin-1", "cp1252", "cp850")
DATE_ORDERS = ("dmy", "mdy", "ymd")
AMBIGUOUS = "ambiguous"


@dataclass(frozen=True)
class Evidence:
    """One thing that was concluded about a file: a message code with its arguments (see `carteira.messages.files`)."""

    code: str
    arguments: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class FileFormat:
    """How a file is written. `kind`: csv, xlsx or parquet; encoding, separator and quote are "" where it has none.

    `decimal`: "." (also where no decimals were seen) or ","; `date_order`: dmy, mdy, ymd, or None where no date was
    seen whose order matters; either is "ambiguous" where the values seen fit more than one reading. `header`: the
    columns' names as the file has them. `whole_numbers`: columns whose whole numbers are written with ".0" though they
    are text here. `declared`: what the mapping says rather than the file.
    """

    kind: str
    header: tuple[str, ...]
    encoding: str = ""
    separator: str = ""
    quote: str = ""
    decimal: str = "."
    date_order: str | None = None
    sheet: str = ""
    whole_numbers: tuple[str, ...] = ()
    declared: frozenset[str] = frozenset()
    evidence: tuple[Evidence, ...] = ()

    @property
    def thousands(self) -> str:
        """What separates thousands: the sign that does not separate decimals."""
        return {",": ".", ".": ","}.get(self.decimal, "")
