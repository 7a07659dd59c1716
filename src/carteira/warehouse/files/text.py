"""A delimited file as UTF-8 text, piece by piece: decompressed under a guard, decoded, with undecodable bytes
marked."""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from carteira.errors import CarteiraError

GZIP_MAGIC = b"\x1f\x8b"
BLOCK = 8 << 20
MAX_RATIO = 200
"""Text seldom shrinks by more than 50; gzip can reach 1,032."""
RATIO_FROM = 64 << 20
"""Decompressed bytes below which the ratio says nothing."""

_MARK = "\udcff"
"""Stands for bytes that the encoding does not know. Encoded as UTF-8 it is a lone surrogate, which decoded text never
holds."""


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _MARK, error.end


codecs.register_error("carteira_mark", _mark)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes, decompressed where it is gzip. Raises `decompression_bomb` or `damaged_file` while it is
    read."""
    with open(path, "rb") as raw:
        compressed = raw.read(2) == GZIP_MAGIC
        raw.seek(0)
        yield cast(BinaryIO, _Decompressed(raw, path)) if compressed else raw


class _Decompressed(io.RawIOBase):
    def __init__(self, raw: BinaryIO, path: Path) -> None:
        self._raw, self._path = raw, path
        self._file = gzip.GzipFile(fileobj=raw)
        self._bytes = 0

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._file.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise CarteiraError("damaged_file", hint="send_the_file_again", file=self._path.name) from error
        self._bytes += len(data)
        if self._bytes > max(RATIO_FROM, MAX_RATIO * self._raw.tell()):
            raise CarteiraError("decompression_bomb", hint="decompress_it_first", file=self._path.name)
        return data


_CODECS = {"latin-1": "cp1252", "utf-8-sig": "utf-8"}


def python_codec(encoding: str) -> str:
    """Latin-1 is read as cp1252, as browsers do: what calls itself Latin-1 on Windows has its quotes and its euro
    sign."""
    return _CODECS.get(encoding, encoding)


def known_encoding(name: str) -> str:
    """The encoding under the name that this package gives it; the name itself where Python does not know it."""
    try:
        python_name = codecs.lookup(name).name
    except LookupError:
        return name
    return {"iso8859-1": "latin-1", "utf-16": "utf-16-le", "latin_1": "latin-1"}.get(python_name, python_name)


def blocks(path: Path, encoding: str, size: int = BLOCK) -> Iterator[bytes]:
    """The file as pieces of UTF-8 without byte order mark. Bytes that the encoding does not know become a lone
    surrogate."""
    decoder = codecs.getincrementaldecoder(python_codec(encoding))(errors="carteira_mark")
    as_is = not encoding.startswith("utf-16")
    begun = False
    with opened(path) as file:
        while data := file.read(size):
            if as_is and data.isascii() and not decoder.getstate()[0]:
                yield data
            else:
                yield _encoded(decoder.decode(data), begun)
            begun = True
        yield _encoded(decoder.decode(b"", final=True), begun)


def _encoded(text: str, begun: bool) -> bytes:
    return (text if begun else text.removeprefix("\ufeff")).encode("utf-8", "surrogatepass")


def sample(path: Path, size: int) -> tuple[bytes, bool]:
    """The file's first bytes, decompressed, and whether that is all of it."""
    with opened(path) as file:
        data = b""
        while len(data) <= size and (more := file.read(size + 1 - len(data))):
            data += more
    return data[:size], len(data) <= size
