"""Every refusal has its sentence, and every sentence its use."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from carteira.messages import messages
from tools.repository import ROOT

SOURCES = ROOT / "src" / "carteira"
PLACES = re.compile(r"%\((\w+)\)")


@dataclass(frozen=True)
class Refusal:
    """One `CarteiraError(...)` in the code, with what can be read of it there; `open` where ** adds arguments."""

    place: str
    codes: tuple[str, ...]
    arguments: frozenset[str]
    open: bool


def text_of(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value else None


def refusals() -> Iterator[Refusal]:
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "CarteiraError":
                yield refusal(path, node)


def refusal(path: Path, node: ast.Call) -> Refusal:
    named = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
    codes = (text_of(node.args[0] if node.args else named.get("code")), text_of(named.get("hint")))
    return Refusal(
        place=f"{path.relative_to(SOURCES).as_posix()}:{node.lineno}",
        codes=tuple(code for code in codes if code),
        arguments=frozenset(named) - {"code", "hint"},
        open=any(keyword.arg is None for keyword in node.keywords),
    )


def test_every_code_and_hint_has_a_sentence() -> None:
    known = messages()

    assert [(found.place, code) for found in refusals() for code in found.codes if code not in known] == []


def test_every_refusal_brings_the_arguments_of_its_sentences() -> None:
    known = messages()

    lacking = [
        (found.place, code, argument)
        for found in refusals()
        for code in found.codes
        for argument in PLACES.findall(known.get(code, ""))
        if not found.open and argument not in found.arguments
    ]

    assert lacking == []


def composed(text: str) -> Iterator[str]:
    """A pattern for each f-string of a module that begins like a code and is completed at run time."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.JoinedStr):
            parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+" for part in node.values]
            if re.match("[a-z]{4}", parts[0]):
                yield "".join(parts)


def test_every_sentence_is_used_and_on_one_line() -> None:
    modules = [path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py") if path.parent.name != "messages"]
    pages = [path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.html")]
    words = set(re.findall(r"\w+", "\n".join(modules + pages)))
    patterns = re.compile("|".join(pattern for text in modules for pattern in composed(text)))

    unused = [name for name in messages() if name not in words and not patterns.fullmatch(name)]

    assert unused == []
    assert [name for name, text in messages().items() if "\n" in text] == []
