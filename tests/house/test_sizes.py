"""The size check: what it counts, and that this repository passes it."""

from pathlib import Path

import pytest

from tools.check_sizes import FILE_LINES, FUNCTION_LINES, python_files, too_long


def function(lines: int) -> str:
    return "@decorated\ndef long():\n" + "    x = 1\n" * (lines - 1)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("x = 1\n" * FILE_LINES, None),
        ("x = 1\n" * (FILE_LINES + 1), "401 lines, 400 allowed"),
        (function(FUNCTION_LINES), None),
        (function(FUNCTION_LINES + 1), ":2: long has 61 lines, 60 allowed"),
        ("class A:\n    async " + function(61).partition("\n")[2], ":2: long has 61 lines, 60 allowed"),
    ],
)
def test_what_is_too_long(tmp_path: Path, text: str, complaint: str | None) -> None:
    path = tmp_path / "module.py"
    path.write_text(text.replace("\n    x", "\n        x") if text.startswith("class") else text, encoding="utf-8")

    complaints = list(too_long([path]))

    assert [line.endswith(str(complaint)) for line in complaints] == ([True] if complaint else [])


def test_migrations_are_excepted_and_this_file_is_not() -> None:
    paths = python_files()

    assert Path(__file__).resolve() in paths
    assert not any("migrations" in path.parts for path in paths)
