"""No Python file over 400 lines, no function over 60: what is longer holds two things. Migrations are excepted."""

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.repository import ROOT, committed_files

FILE_LINES = 400
FUNCTION_LINES = 60


def too_long(paths: Iterable[Path]) -> Iterator[str]:
    """One sentence for each file and each function that is too long; a function counts from its `def` to its end."""
    for path in paths:
        text = path.read_text(encoding="utf-8")
        lines = len(text.splitlines())
        if lines > FILE_LINES:
            yield f"{path}: {lines} lines, {FILE_LINES} allowed"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                length = node.end_lineno - node.lineno + 1
                if length > FUNCTION_LINES:
                    yield f"{path}:{node.lineno}: {node.name} has {length} lines, {FUNCTION_LINES} allowed"


def python_files(root: Path = ROOT) -> list[Path]:
    """The Python files that the rule holds for."""
    return [path for path in committed_files(root) if path.suffix == ".py" and path.parent.name != "migrations"]


if __name__ == "__main__":
    sys.exit("\n".join(too_long(python_files())) or 0)
