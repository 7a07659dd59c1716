"""What kind of file this is, in which encoding, and what separates its cells."""

import codecs
import re
from collections.abc import Sequence
from pathlib import Path

from carteira.errors import CarteiraError
from carteira.warehouse.files.csv_file import Records, separator_line
from carteira.warehouse.files.format import Evidence
from carteira.warehouse.files.text import GZIP_MAGIC, python_codec, sample

SAMPLE_BYTES = 1 << 20
SEPARATORS = ("+|", ";", "\t", "|", ",")
"""In the order in which they are believed where several fit equally well."""

_SAMPLED_RECORDS = 500
_MAGIC = {
    b"PK\x03\x04": "xlsx",
    b"PAR1": "parquet",
}
_UNREADABLE = {
    b"\xd0\xcf\x11\xe0": "xls",
    b"%PDF": "pdf",
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF8": "gif",
    b"SQLite format 3": "sqlite",
    b"<!DOCTYPE html": "html",
    b"<html": "html",
    b"<?xml": "xml",
    b"BZh": "bzip2",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "rar",
    b"\xfd7zXZ": "xz",
    b"(\xb5/\xfd": "zstd",
}
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ACCENTS = "áàâãäéèêëíìîïóòôõöúùûüçñ"
_LOWER = re.compile(f"(?<=[a-z])[{_ACCENTS}]|[{_ACCENTS}](?=[a-z])")
_UPPER = re.compile(f"(?<=[A-Z])[{_ACCENTS.upper()}]|[{_ACCENTS.upper()}](?=[A-Z])")


def kind_of(path: Path) -> str:
    """csv, xlsx or parquet, by the file's first bytes. Raises CarteiraError for anything else, and where there is no
    readable file at all."""
    if path.is_dir():
        raise CarteiraError("file_is_folder", hint="name_a_file", file=str(path))
    if not path.exists():
        raise CarteiraError("file_not_found", hint="check_the_name", file=str(path))
    if not path.is_file():
        raise CarteiraError("not_a_table", hint="check_the_file_kind", file=path.name)
    with path.open("rb") as file:
        start = file.read(16)
    if not start:
        raise CarteiraError("empty_file", hint="check_the_file_kind", file=path.name)
    for magic, kind in _UNREADABLE.items():
        if start.startswith(magic):
            raise CarteiraError("unreadable_kind", hint="save_as_readable_kind", file=path.name, kind=kind)
    return next((kind for magic, kind in _MAGIC.items() if start.startswith(magic)), "csv")


def encoding_of(path: Path, size: int) -> tuple[str, Evidence]:
    """The encoding of a text file, by its byte order mark or by its first `size` bytes.

    Raises `not_a_table` for bytes that are no text.
    """
    data, whole = sample(path, size)
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding, Evidence("encoding_by_mark", {"encoding": encoding})
    zeros = data[0::2].count(0), data[1::2].count(0)
    half = len(data) // 2
    for encoding, many, few in (("utf-16-le", zeros[1], zeros[0]), ("utf-16-be", zeros[0], zeros[1])):
        if half and many > 0.4 * half and few < 0.05 * half:
            return encoding, Evidence("encoding_by_zeros", {"encoding": encoding})
    controls = sum(data.count(byte) for byte in range(1, 32) if byte not in b"\t\n\v\f\r\x1b")
    if not data or controls > 0.03 * len(data) or data.count(0) > 0.2 * len(data) or data.startswith(GZIP_MAGIC):
        raise CarteiraError("not_a_table" if data else "empty_file", hint="check_the_file_kind", file=path.name)
    return _eight_bit(data, whole)


def _eight_bit(data: bytes, whole: bool) -> tuple[str, Evidence]:
    if data.isascii():
        return "utf-8", Evidence("encoding_ascii")
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(data, final=whole)
    unknown = text.count("\ufffd")
    if unknown * 10 <= sum(character > "\x7f" for character in text) - unknown:
        return "utf-8", Evidence("encoding_valid", {"encoding": "utf-8", "example": _example(text)})
    texts = {encoding: data.decode(python_codec(encoding), "replace") for encoding in ("cp1252", "cp850")}
    points = {encoding: len(_LOWER.findall(text)) + len(_UPPER.findall(text)) for encoding, text in texts.items()}
    encoding = "cp850" if points["cp850"] > 2 * points["cp1252"] else "cp1252"
    example = _example(texts[encoding])
    if encoding == "cp1252" and not re.search(rb"[\x80-\x9f]", data):
        encoding = "latin-1"
    return encoding, Evidence("encoding_by_letters", {"encoding": encoding, "example": example})


def _example(text: str) -> str:
    """The first word that is not plain ASCII."""
    found = re.search(r"\w*[^\x00-\x7f\ufffd]\w*", text)
    return found[0][:40] if found else ""


def separator_of(pieces: Sequence[bytes]) -> tuple[str, str, Evidence]:
    """(separator, quote, evidence) of a text's beginning: the separator that gives most records the header's number of
    cells. A first line `sep=;` decides; a text in which none does has one column."""
    text = b"".join(pieces)
    start = text[:1_000].decode("utf-8", "replace").lstrip()
    quote = "'" if start.startswith("'") and '"' not in start else '"'
    declared = separator_line(start.splitlines()[0]) if start else ""
    if declared:
        return declared, quote, Evidence("separator_declared", {"separator": _named(declared)})
    scores = {separator: _score(pieces, separator, quote) for separator in SEPARATORS}
    best = max(SEPARATORS, key=scores.__getitem__)
    _, columns = scores[best]
    if columns < 2:
        return ",", quote, Evidence("one_column")
    return best, quote, Evidence("separator_counted", {"separator": _named(best), "columns": columns})


def _score(pieces: Sequence[bytes], separator: str, quote: str) -> tuple[float, int]:
    """(share of records with as many cells as the first, to one decimal; that number); (0, 0) where it does not
    occur."""
    records = Records(iter(pieces), separator, quote)
    first = records.take(1, 1, ragged=True)
    columns = int(first[0].counts[0]) if first else 0
    if columns < 2:
        return 0.0, 0
    rest = records.take(1, _SAMPLED_RECORDS, ragged=True)
    fitting = (rest[0].counts == columns).mean() if rest else 1.0
    return round(float(fitting), 1), columns


def _named(separator: str) -> str:
    return "TAB" if separator == "\t" else separator
