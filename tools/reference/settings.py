"""The page of settings: those of a book, and those of an installation."""

import json

from carteira.book.settings import SETTINGS, Definition
from carteira.cli import main  # noqa: F401  sets Django up, which the book's settings need
from carteira.environment import VARIABLES
from tools.reference.markdown import GENERATED, cell, page, table


def settings_page() -> str:
    return page(
        "Settings",
        GENERATED,
        "## Of a book",
        "`carteira set KEY VALUE` changes one, `carteira show settings` lists them. They count from the next run, "
        "which keeps a copy of them. A fixed one is given to `carteira init` and cannot change.",
        table(
            ("key", "default", "meaning", "allowed"),
            (
                [f"`{key}`", f"`{json.dumps(one.default)}`", cell(one.meaning), _allowed(one)]
                for key, one in SETTINGS.items()
            ),
        ),
        "## Of an installation",
        "Environment variables, read when a program starts.",
        table(
            ("variable", "default", "meaning"),
            (
                [f"`{name}`", f"`{one.default}`" if one.default else "empty", cell(one.meaning)]
                for name, one in VARIABLES.items()
            ),
        ),
    )


def _allowed(setting: Definition) -> str:
    return cell(setting.allowed) + ("; fixed" if setting.fixed else "")
