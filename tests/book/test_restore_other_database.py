"""A backup goes back to the kind of database that it came from; another is refused before anything is written."""

import io
from pathlib import Path
from typing import Any

import pytest

from carteira.book.backup.archive import ArchiveWriter
from carteira.book.backup.manifest import Manifest
from carteira.book.backup.places import piece_name
from carteira.book.backup.restoring import restore
from carteira.errors import CarteiraError

AT = "2026-01-01T00:00:00+00:00"


def backup(folder: Path, **about: Any) -> Path:
    """A backup that is whole and says that of itself."""
    out = io.BytesIO()
    archive = ArchiveWriter(out)
    for name in ("book.toml", "secret_key", piece_name("rows", 1)):
        archive.add_bytes(name, b"x")
    given = {"version": "1", "made_at": AT, "vendor": "sqlite", "migrations": [], "database": {}, "loads": 0}
    archive.close(Manifest(**{**given, "run_id": None, "customers": 0, "plain_bytes": 1, **about}).about())
    file = folder / "one.carteira"
    file.write_bytes(out.getvalue())
    return file


@pytest.mark.parametrize(
    ("address", "about", "code"),
    [
        ("", {"vendor": "postgresql", "database": {"tables": {}, "sequences": {}}}, "backup_of_other_database"),
        ("postgresql:///book", {}, "backup_of_other_database"),
        ("", {"migrations": [["accounts", "0999_from_the_future"]]}, "backup_too_new"),
        ("", {"plain_bytes": 2**60}, "no_room"),
    ],
)
def test_what_does_not_fit_is_refused(
    address: str, about: dict[str, Any], code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARTEIRA_DATABASE_URL", address)
    file = backup(tmp_path, **about)
    with pytest.raises(CarteiraError) as refused:
        restore(file, tmp_path / "home")
    assert refused.value.code == code
    assert not (tmp_path / "home").exists()
