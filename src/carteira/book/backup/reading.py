"""Opening the file of a backup, and proving that it is whole before anything is done with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from carteira.book.backup.archive import ArchiveReader
from carteira.book.backup.manifest import Manifest, manifest_of
from carteira.book.backup.places import REQUIRED, belongs, piece_of
from carteira.book.backup.sealing import MAGIC, SealedReader
from carteira.errors import CarteiraError
from carteira.jobs.progress import Progress, silent

MEGABYTE = 2**20


@dataclass(frozen=True)
class Checked:
    """A backup that was read to its end: what it says of itself, its SHA-256, how many files it holds, how many bytes
    those are that lie in the book's folder, and whether it is under a password."""

    manifest: Manifest
    digest: str
    files: int
    folder_bytes: int
    sealed: bool


@contextmanager
def opened(file: Path, password: str | None) -> Iterator[ArchiveReader]:
    """The archive in the file. Raises OSError, `backup_needs_password`, `wrong_password`, and as it is read whatever
    `ArchiveReader` raises."""
    with open(file, "rb") as stream:
        if not is_sealed(file):
            yield ArchiveReader(stream, file.name)
        elif password:
            yield ArchiveReader(SealedReader(stream, password, file.name), file.name)
        else:
            raise CarteiraError("backup_needs_password", hint="name_the_password_file", file=file.name)


def check(file: Path, password: str | None = None, progress: Progress = silent) -> Checked:
    """Reads the whole backup and changes nothing.

    Raises `backup_unreadable`, and as `opened` where any byte is not as it was written.
    """
    try:
        with opened(file, password) as archive:
            return _checked(archive, file, progress)
    except OSError as error:
        raise CarteiraError("backup_unreadable", file=file, detail=error.strerror or error) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CarteiraError("backup_damaged", hint="use_another_backup", file=file.name) from error


def _checked(archive: ArchiveReader, file: Path, progress: Progress) -> Checked:
    total, done, folder_bytes = file.stat().st_size // MEGABYTE, 0, 0
    names = set()
    for name, size, content in archive.members():
        if piece_of(name) is None and not belongs(name):
            raise ValueError(name)
        names.add(name)
        folder_bytes += 0 if piece_of(name) else size
        for chunk in content:
            done += len(chunk)
            progress("checking_the_backup", done // MEGABYTE, total)
    if not names >= REQUIRED or not any(map(piece_of, names)):
        raise ValueError("no book")
    return Checked(manifest_of(archive.about), archive.digest, len(names), folder_bytes, is_sealed(file))


def is_sealed(file: Path) -> bool:
    """Whether the file is under a password."""
    with open(file, "rb") as stream:
        return stream.read(len(MAGIC)) == MAGIC
