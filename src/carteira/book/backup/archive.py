"""The file that a backup is: a tar archive written in one way only, so that any other byte anywhere is noticed.

Its members are FIRST (the format), the content, MANIFEST (what the content is) and LAST (the SHA-256 of all before it).
Every header, the padding and the end follow from names, sizes and content: what deviates is refused.
"""

import hashlib
import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from errno import ENOENT
from typing import IO, Any, Protocol

from carteira.errors import CarteiraError

THIS_FORMAT = b"Carteira backup, format 1\n"
ANY_FORMAT = re.compile(rb"Carteira backup, format \d+\n")
FIRST, MANIFEST, LAST = "carteira-backup", "manifest.json", "sha256"
BLOCK = 512
CHUNK = 2**20
END = bytes(2 * BLOCK)
LARGEST_MANIFEST = 2**26
NAMES = re.compile(r"[\w=-][\w.=-]*(/[\w=-][\w.=-]*){0,5}", re.ASCII)
"""Relative paths of plain characters, none of whose parts begins with a point."""


class Writable(Protocol):
    def write(self, data: bytes, /) -> object: ...


class Readable(Protocol):
    def read(self, size: int, /) -> bytes:
        """The next `size` bytes; fewer at the end only."""


@dataclass(frozen=True)
class Entry:
    """A member of the archive: its name, its size in bytes, and the SHA-256 of its content."""

    name: str
    size: int
    sha256: str


class ArchiveWriter:
    """Writes an archive to an open file. What is added is counted in `entries`."""

    def __init__(self, file: Writable) -> None:
        self._file = file
        self._all = hashlib.sha256()
        self.entries: list[Entry] = []
        self.add_bytes(FIRST, THIS_FORMAT)

    def add_bytes(self, name: str, content: bytes) -> None:
        self._write(_header(name, len(content)))
        self._write(content + _padding(len(content)))
        self.entries.append(Entry(name, len(content), hashlib.sha256(content).hexdigest()))

    def add_file(self, name: str, source: IO[bytes], size: int) -> None:
        """Adds the first `size` bytes of an open file. Raises FileNotFoundError where it has fewer."""
        digest = hashlib.sha256()
        self._write(_header(name, size))
        left = size
        while left:
            chunk = source.read(min(left, CHUNK))
            if not chunk:
                raise FileNotFoundError(ENOENT, "cut short", name)
            digest.update(chunk)
            self._write(chunk)
            left -= len(chunk)
        self._write(_padding(size))
        self.entries.append(Entry(name, size, digest.hexdigest()))

    def close(self, about: dict[str, Any]) -> None:
        """Ends the archive with its manifest: `about`, and every entry."""
        listed = [[entry.name, entry.size, entry.sha256] for entry in self.entries]
        text = json.dumps({**about, "files": listed}, ensure_ascii=False, separators=(",", ":"))
        self.add_bytes(MANIFEST, text.encode("utf-8"))
        self._file.write(_ending(self._all.hexdigest()))

    def _write(self, data: bytes) -> None:
        self._all.update(data)
        self._file.write(data)


class ArchiveReader:
    """Reads an archive from an open file, front to back, refusing whatever `ArchiveWriter` would not have written.

    Raises `not_a_backup`, `backup_too_new` or `backup_damaged` for the file called `name`.
    """

    def __init__(self, file: Readable, name: str) -> None:
        self._file = file
        self._name = name
        self._all = hashlib.sha256()
        self._entries: list[Entry] = []
        self.about: dict[str, Any] = {}
        """What the manifest says, once all members were read."""
        self.digest = ""
        """The SHA-256 of the whole archive, once all members were read."""

    def members(self) -> Iterator[tuple[str, int, Iterator[bytes]]]:
        """Each member of the content as (name, size, its bytes in chunks). Nothing may be trusted before the end."""
        self._check_first()
        while True:
            name, size = self._next_header()
            if name == MANIFEST:
                break
            if not NAMES.fullmatch(name) or name in (FIRST, LAST):
                raise self._damaged()
            content = self._content(name, size)
            yield name, size, content
            for _ in content:
                pass
        self._check_manifest(size)
        self._check_ending()

    def _check_first(self) -> None:
        start = self._file.read(2 * BLOCK)
        if start != _member(FIRST, THIS_FORMAT):
            if ANY_FORMAT.match(start[BLOCK:]) and not start[BLOCK:].startswith(THIS_FORMAT):
                raise CarteiraError("backup_too_new", hint="install_a_newer_version", file=self._name)
            raise CarteiraError("not_a_backup", hint="use_another_backup", file=self._name)
        self._all.update(start)
        self._entries.append(Entry(FIRST, len(THIS_FORMAT), hashlib.sha256(THIS_FORMAT).hexdigest()))

    def _next_header(self) -> tuple[str, int]:
        block = self._exactly(BLOCK)
        try:
            member = tarfile.TarInfo.frombuf(block, "ascii", "strict")
            if member.size < 0 or block != _header(member.name, member.size):
                raise ValueError(member.name)
        except (tarfile.HeaderError, ValueError) as error:
            raise self._damaged() from error
        return member.name, member.size

    def _content(self, name: str, size: int) -> Iterator[bytes]:
        digest = hashlib.sha256()
        left = size
        while left:
            chunk = self._exactly(min(left, CHUNK))
            digest.update(chunk)
            left -= len(chunk)
            yield chunk
        self._exactly(len(_padding(size)))
        self._entries.append(Entry(name, size, digest.hexdigest()))

    def _check_manifest(self, size: int) -> None:
        if size > LARGEST_MANIFEST:
            raise self._damaged()
        try:
            about = json.loads(b"".join(self._content(MANIFEST, size)))
            listed = [Entry(*entry) for entry in about.pop("files")]
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise self._damaged() from error
        found = self._entries[:-1]
        if listed != found or len({entry.name for entry in found}) < len(found):
            raise self._damaged()
        self.about = about

    def _check_ending(self) -> None:
        self.digest = self._all.hexdigest()
        ending = _ending(self.digest)
        if self._file.read(len(ending) + 1) != ending:
            raise self._damaged()

    def _exactly(self, size: int) -> bytes:
        data = self._file.read(size)
        if len(data) < size:
            raise self._damaged()
        self._all.update(data)
        return data

    def _damaged(self) -> CarteiraError:
        return CarteiraError("backup_damaged", hint="use_another_backup", file=self._name)


def _header(name: str, size: int) -> bytes:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    header = member.tobuf(tarfile.GNU_FORMAT, "ascii", "strict")
    if len(header) != BLOCK:
        raise ValueError(name)
    return header


def _padding(size: int) -> bytes:
    return bytes(-size % BLOCK)


def _member(name: str, content: bytes) -> bytes:
    return _header(name, len(content)) + content + _padding(len(content))


def _ending(digest: str) -> bytes:
    return _member(LAST, f"{digest}\n".encode("ascii")) + END
