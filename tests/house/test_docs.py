"""The documentation: its links lead somewhere, and it names the version that it is about."""

import re
import tomllib
from pathlib import Path

import pytest

import carteira
from tools.repository import ROOT, committed_files

LINKS = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)")
PAGES = [path for path in committed_files() if path.suffix == ".md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = LINKS.findall(page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_index_names_every_page() -> None:
    docs = ROOT / "docs"
    index = (docs / "index.md").read_text(encoding="utf-8")
    pages = {path.relative_to(docs).as_posix() for path in PAGES if docs in path.parents and path.name != "index.md"}

    assert sorted(page for page in pages if f"({page})" not in index) == []


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert carteira.__version__ == project["version"]
    assert f"## [{project['version']}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
