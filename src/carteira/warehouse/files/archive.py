"""Workbooks are zip archives: what is checked before a reader may unpack one."""

import re
import zipfile
import zlib
from pathlib import Path

from carteira.errors import CarteiraError

MAX_MEMBERS = 10_000
MAX_UNPACKED = 1 << 30
MAX_RATIO = 100
RATIO_FROM = 8 << 20
"""Unpacked bytes of a member below which its ratio says nothing."""
MAX_GRID = 32_000_000
"""Cells between a sheet's first and last used one: the reader keeps room for all of them."""

_CHUNK = 1 << 20
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{0,7})([0-9]{1,10})["']""")
_KEPT = 64
"""Bytes carried over so that a reference cut in two by a chunk is seen."""


def check_workbook(path: Path) -> None:
    """Reads the whole archive once without keeping it.

    Raises `damaged_file`, `not_a_workbook`, `decompression_bomb`, `sheet_too_large` or `workbook_locked`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(path, archive)
            for member in archive.infolist():
                _check_contents(path, archive, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise CarteiraError("damaged_file", hint="send_the_file_again", file=path.name) from error


def _check_members(path: Path, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if not any(member.filename == "xl/workbook.xml" for member in members):
        raise CarteiraError("not_a_workbook", hint="save_as_readable_kind", file=path.name)
    if any(member.flag_bits & 1 for member in members):
        raise CarteiraError("workbook_locked", hint="save_as_readable_kind", file=path.name)
    swollen = any(
        member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * member.compress_size for member in members
    )
    if len(members) > MAX_MEMBERS or swollen or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise CarteiraError("decompression_bomb", hint="save_as_csv", file=path.name)


def _check_contents(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Unpacks the member piece by piece: its size must be as declared (zipfile stops there and compares checksums), and
    a sheet's references within bounds."""
    is_sheet = member.filename.startswith("xl/worksheets/")
    rows, columns, tail = 0, 0, b""
    with archive.open(member) as file:
        while data := file.read(_CHUNK):
            if not is_sheet:
                continue
            for letters, digits in _REFERENCE.findall(tail + data):
                rows, columns = max(rows, int(digits)), max(columns, _number(letters))
            tail = data[-_KEPT:]
    if rows * columns > MAX_GRID:
        raise CarteiraError("sheet_too_large", hint="save_as_csv", file=path.name, rows=rows, columns=columns)


def _number(letters: bytes) -> int:
    """The place of a column by its letters: A is 1."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place
