"""Writes the pages, or, with `check`, names those that are not what the code says."""

import sys
from pathlib import Path

from tools.reference.api import api_page
from tools.reference.commands import commands_page
from tools.reference.settings import settings_page
from tools.reference.tables import tables_page
from tools.repository import ROOT

FOLDER = ROOT / "docs" / "reference"
PAGES = {"api.md": api_page, "commands.md": commands_page, "settings.md": settings_page, "tables.md": tables_page}


def stale(folder: Path = FOLDER) -> list[str]:
    """The names of the pages in `folder` that are missing or not what the code says."""
    made = {name: page() for name, page in PAGES.items()}
    return [name for name, text in made.items() if not _holds(folder / name, text)]


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def main(arguments: list[str]) -> int:
    """The exit status: 1 where `check` finds a stale page."""
    if arguments == ["check"]:
        found = stale()
        print(f"not what the code says, call make reference: {', '.join(found)}" if found else "all as the code says")
        return bool(found)
    if arguments:
        print("usage: python -m tools.reference [check]", file=sys.stderr)
        return 2
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
