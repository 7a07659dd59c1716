"""The database inside an archive: long streams cut into pieces, each compressed by itself, to need little memory."""

from collections.abc import Iterable, Iterator

import pyarrow as pa

from carteira.book.backup.archive import ArchiveWriter
from carteira.book.backup.places import piece_name

Stream = Iterable[bytes | memoryview]

PIECE, LARGEST = 2**25, 2**28
"""Bytes before compression: after how many a piece ends, and what none exceeds (a single row is never cut)."""
CODEC = "zstd"


class DatabaseWriter:
    """Adds streams to an archive as pieces. `plain_bytes`: how long all of them are."""

    def __init__(self, archive: ArchiveWriter) -> None:
        self._archive = archive
        self.plain_bytes = 0

    def add(self, name: str, stream: Stream) -> None:
        """Adds the rows of a table, or the file, of that name."""
        for number, piece in enumerate(pieces(self._counted(stream)), 1):
            self._archive.add_bytes(piece_name(name, number), piece)

    def _counted(self, stream: Stream) -> Iterator[bytes | memoryview]:
        for item in stream:
            self.plain_bytes += len(item)
            yield item


def pieces(stream: Stream) -> Iterator[bytes]:
    """The stream as compressed pieces, cut between two of its items; none of an empty stream."""
    codec = pa.Codec(CODEC, compression_level=3)
    waiting = bytearray()
    for item in stream:
        waiting += item
        if len(waiting) >= PIECE:
            yield codec.compress(bytes(waiting), asbytes=True)
            waiting.clear()
    if waiting:
        yield codec.compress(bytes(waiting), asbytes=True)


def plain(piece: bytes) -> bytes:
    """What was compressed into a piece. Raises ValueError for what is none, or grows beyond LARGEST."""
    try:
        with pa.CompressedInputStream(pa.BufferReader(piece), CODEC) as stream:
            data: bytes = stream.read(LARGEST + 1)
    except OSError as error:
        raise ValueError("not a piece") from error
    if len(data) > LARGEST:
        raise ValueError("a piece that grows")
    return data
