"""The check of the translations: a sentence of the code that a language lacks is named."""

import shutil
from pathlib import Path

import pytest

from tools.messages import extract, untranslated


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with two sentences, of which Portuguese has the first."""
    if not shutil.which("msgfmt"):
        pytest.skip("GNU gettext is not installed")
    (tmp_path / "module.py").write_text('TEXTS = (_("Good morning"), _("Good night"))\n', encoding="utf-8")
    extract(tmp_path)
    catalogue = tmp_path / "locale" / "pt_BR" / "LC_MESSAGES" / "django.po"
    text = catalogue.read_text(encoding="utf-8")
    found = 'msgid "Good morning"\nmsgstr ""'
    assert found in text
    catalogue.write_text(text.replace(found, found.replace('""', '"Bom dia"')), encoding="utf-8")
    return tmp_path


def test_it_names_what_is_not_translated_and_changes_nothing(package: Path) -> None:
    before = {path: path.read_bytes() for path in package.rglob("*.po")}

    assert [line for line in untranslated(package) if line.startswith("pt_BR")] == ["pt_BR: Good night"]
    assert {path: path.read_bytes() for path in package.rglob("*.po")} == before


def test_a_sentence_that_changed_counts_as_untranslated(package: Path) -> None:
    (package / "module.py").write_text('TEXTS = (_("Good mornings"),)\n', encoding="utf-8")

    assert "pt_BR: Good mornings" in list(untranslated(package))
