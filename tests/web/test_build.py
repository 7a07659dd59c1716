"""The set-up of the front end: what it copies, and that it does nothing twice."""

import shutil
from gettext import GNUTranslations
from pathlib import Path

import pytest

from carteira.web import build

ROOT = Path(build.__file__).parents[3]


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root whose libraries are installed already, and a vendor folder that is not there yet."""
    if not (ROOT / "node_modules").is_dir():
        pytest.skip("the front end is not set up: python -m carteira.web.build")
    shutil.copy(ROOT / "package-lock.json", tmp_path)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    monkeypatch.setattr(build, "VENDOR", tmp_path / "vendor")
    monkeypatch.setattr(build, "LOCALE", tmp_path / "locale")
    monkeypatch.setattr(build, "run_npm", lambda arguments, root: 0)
    return tmp_path


def test_it_copies_every_file_and_draws_every_icon(empty: Path) -> None:
    build.build(empty)
    assert all((empty / "vendor" / target).stat().st_size for target in build.FILES.values())
    sprite = (empty / "vendor" / "icons.svg").read_text(encoding="utf-8")
    assert sprite.count("<symbol") == len(build.ICONS)
    assert b"sourceMappingURL" not in (empty / "vendor" / "htmx.min.js").read_bytes()


def test_it_does_nothing_where_all_is_up_to_date(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build.build(empty)
    monkeypatch.setattr(build, "copy_files", lambda modules: pytest.fail("copied again"))
    build.build(empty)


def test_another_icon_makes_it_build_again(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = build.fingerprint(empty)
    monkeypatch.setattr(build, "ICONS", (*build.ICONS, "another"))
    assert build.fingerprint(empty) != before


def test_a_failing_npm_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(ROOT / "package-lock.json", tmp_path)
    monkeypatch.setattr(build, "run_npm", lambda arguments, root: 3)
    with pytest.raises(build.BuildError, match="status 3"):
        build.install(tmp_path)


def test_catalogues_are_compiled_once(tmp_path: Path) -> None:
    folder = tmp_path / "pt_BR" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n', encoding="utf-8"
    )
    build.compile_catalogues(tmp_path)
    compiled = (folder / "django.mo").stat().st_mtime_ns
    build.compile_catalogues(tmp_path)
    assert (folder / "django.mo").stat().st_mtime_ns == compiled


def test_what_is_not_translated_stays_in_english(tmp_path: Path) -> None:
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    plural = 'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    (folder / "django.po").write_text(header + plural, encoding="utf-8")
    build.compile_catalogues(tmp_path)
    with (folder / "django.mo").open("rb") as compiled:
        assert GNUTranslations(compiled).ngettext("%(n)s day", "%(n)s days", 2) == "%(n)s days"


def test_the_lock_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")
