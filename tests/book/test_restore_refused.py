"""A backup of which any byte is not as it was written, or that would write where it must not, changes nothing."""

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carteira.book.backup import sealing
from carteira.book.backup.archive import BLOCK, MANIFEST, ArchiveReader, ArchiveWriter, Writable
from carteira.book.backup.manifest import Manifest
from carteira.book.backup.places import piece_name
from carteira.book.backup.restoring import restore
from carteira.book.backup.sealing import SealedWriter
from carteira.errors import CarteiraError

MEMBERS = {
    "book.toml": b"format = 1\n",
    "secret_key": b"x" * 67,
    "rejections/3.parquet": b"PAR1" * 200,
    piece_name("book.sqlite3", 1): b"anything",
    "facts/orders/_delta_log/00000000000000000000.json": b"{}",
    "facts/orders/load_id=3/part-1.parquet": b"PAR1" * 300,
}
PASSWORD = "correct horse"
REFUSALS = {"backup_damaged", "not_a_backup", "backup_too_new", "backup_needs_password", "wrong_password"}


def manifest(**changed: object) -> Manifest:
    about = {
        "version": "1", "made_at": "2026-01-01T00:00:00+00:00", "vendor": "sqlite", "database": {},
        "migrations": [["book", "0001_initial"]], "loads": 1, "run_id": None, "customers": 0, "plain_bytes": 8,
    }  # fmt: skip
    return Manifest(**{**about, **changed})  # type: ignore[arg-type]


def write(out: Writable, members: dict[str, bytes], about: Manifest | None = None) -> None:
    archive = ArchiveWriter(out)
    for name, content in members.items():
        archive.add_bytes(name, content)
    archive.close((about or manifest()).about())


def archived(members: dict[str, bytes], about: Manifest | None = None) -> bytes:
    out = io.BytesIO()
    write(out, members, about)
    return out.getvalue()


def refusal(data: bytes, folder: Path, password: str | None = None) -> str:
    """The code of the refusal of a file with these bytes; the place for the book must stay as it is, empty."""
    file, home = folder / "one.carteira", folder / "home"
    file.write_bytes(data)
    with pytest.raises(CarteiraError) as refused:
        restore(file, home, password)
    assert not home.exists()
    return refused.value.code


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("refused")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that cost nothing to try."""
    monkeypatch.setitem(sealing.SCRYPT, "n", 2)


@pytest.fixture
def sealed(quick: None) -> bytes:
    out = io.BytesIO()
    writer = SealedWriter(out, PASSWORD)
    write(writer, MEMBERS | {"computed/card/part-1.parquet": b"r" * (2 * sealing.CHUNK)})
    writer.close()
    return out.getvalue()


def test_a_whole_archive_says_what_it_holds() -> None:
    reader = ArchiveReader(io.BytesIO(archived(MEMBERS)), "one")
    assert {name: b"".join(content) for name, _, content in reader.members()} == MEMBERS
    assert reader.about == manifest().about()


def test_one_changed_byte_anywhere_is_noticed() -> None:
    whole = archived(MEMBERS)
    for place in range(len(whole)):
        data = bytearray(whole)
        data[place] ^= 1 << place % 8
        with pytest.raises(CarteiraError):
            list(ArchiveReader(io.BytesIO(data), "one").members())


@given(place=st.integers(0, 10**9), mask=st.integers(1, 255))
@settings(max_examples=100, deadline=None)
def test_any_changed_byte_is_noticed(folder: Path, place: int, mask: int) -> None:
    data = bytearray(archived(MEMBERS))
    data[place % len(data)] ^= mask
    assert refusal(bytes(data), folder) in REFUSALS


def test_what_is_cut_off_or_added_is_noticed(folder: Path) -> None:
    whole = archived(MEMBERS)
    for length in {*range(0, len(whole), 101), *range(0, len(whole), BLOCK)}:
        assert refusal(whole[:length], folder) in REFUSALS, length
    for more in (b"\0", bytes(BLOCK), whole):
        assert refusal(whole + more, folder) in REFUSALS


def test_a_sealed_backup_gives_nothing_away_and_takes_no_change(sealed: bytes, folder: Path) -> None:
    assert b"secret_key" not in sealed
    assert refusal(sealed, folder) == "backup_needs_password"
    assert refusal(sealed, folder, "another") == "wrong_password"
    chunk = sealing.CHUNK + sealing.TAG
    start = len(sealing.MAGIC) + sealing.SALT
    swapped = sealed[:start] + sealed[start + chunk : start + 2 * chunk] + sealed[start : start + chunk]
    without = sealed[: start + chunk] + sealed[start + 2 * chunk :]
    for data in (swapped + sealed[start + 2 * chunk :], without, sealed[: start + chunk], sealed[:-1], sealed + b"\0"):
        assert refusal(data, folder, PASSWORD) in REFUSALS
    for place in (0, 15, 16, start, start + chunk - 1, start + chunk, len(sealed) - 1):
        data = bytearray(sealed)
        data[place] ^= 4
        assert refusal(bytes(data), folder, PASSWORD) in REFUSALS


@pytest.mark.parametrize(
    "name",
    [
        "../evil", "/etc/evil", "facts/../../evil", "facts/orders/../../../evil", ".hidden", "./secret_key",
        "restoring.toml", "facts/orders/load_id=3/part-1.txt", "computed/a/b/c/part.parquet", "rejections/x.parquet",
        "facts//orders/part-1.parquet", "book.sqlite3", "book.lock", "facts/Orders/p.parquet", "secret_key\n",
        "database/../evil/000001.zst", "uploads/a/b.data", "computed/x/_delta_log/_last_checkpoint",
    ],
)  # fmt: skip
def test_a_member_that_belongs_nowhere_is_refused(name: str, folder: Path) -> None:
    assert refusal(archived(MEMBERS | {name: b"x"}), folder) == "backup_damaged"
    assert not list(folder.parent.rglob("evil*"))


def twice(out: io.BytesIO) -> None:
    archive = ArchiveWriter(out)
    for name in ("book.toml", "secret_key", "secret_key"):
        archive.add_bytes(name, b"format = 1\n")
    archive.close(manifest().about())


def without_a_key(out: io.BytesIO) -> None:
    write(out, {"book.toml": b"format = 1\n"})


def other_manifest(out: io.BytesIO) -> None:
    write(out, MEMBERS, manifest(migrations="all"))


def other_server(out: io.BytesIO) -> None:
    write(out, MEMBERS, manifest(vendor="postgresql"))


def deep_manifest(out: io.BytesIO) -> None:
    archive = ArchiveWriter(out)
    archive.add_bytes(MANIFEST, b"[" * 100_000)


def special(kind: bytes) -> Callable[[io.BytesIO], None]:
    """An archive that ends in a link or device, as ordinary programs write them."""

    def fill(out: io.BytesIO) -> None:
        write(out, MEMBERS)
        out.seek(-4 * BLOCK, io.SEEK_END)
        member = tarfile.TarInfo("facts/orders")
        member.type, member.linkname = kind, "/etc"
        out.write(member.tobuf(tarfile.GNU_FORMAT))

    return fill


def huge(out: io.BytesIO) -> None:
    ArchiveWriter(out).add_bytes("book.toml", b"")
    member = tarfile.TarInfo("facts/orders/load_id=3/part-1.parquet")
    member.size, member.mode = 2**60, 0o600
    out.write(member.tobuf(tarfile.GNU_FORMAT))
    out.write(bytes(BLOCK))


@pytest.mark.parametrize(
    "fill",
    [
        twice, without_a_key, other_manifest, other_server, deep_manifest, huge,
        special(tarfile.SYMTYPE), special(tarfile.LNKTYPE), special(tarfile.CHRTYPE), special(tarfile.FIFOTYPE),
        special(tarfile.DIRTYPE), special(tarfile.XHDTYPE), special(tarfile.GNUTYPE_LONGNAME),
    ],
)  # fmt: skip
def test_an_archive_that_we_would_not_write_is_refused(fill: Callable[[io.BytesIO], None], folder: Path) -> None:
    out = io.BytesIO()
    fill(out)
    assert refusal(out.getvalue(), folder) == "backup_damaged"


def test_other_files_are_no_backups(folder: Path) -> None:
    for data in (b"", b"PK\x03\x04", bytes(5000), b"\xff" * 5000):
        assert refusal(data, folder) == "not_a_backup"
    with pytest.raises(CarteiraError) as refused:
        restore(folder / "nowhere", folder / "home")
    assert refused.value.code == "backup_unreadable"
