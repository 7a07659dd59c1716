"""Pieces of Markdown."""

from collections.abc import Iterable, Sequence

GENERATED = "Made from the code by `make reference`; do not edit it here."


def cell(text: str) -> str:
    """The text in one cell of a table, with what Markdown would read as a sign taken as it is."""
    return " ".join(plain(text).replace("|", "\\|").split())


def plain(text: str) -> str:
    """The text with `<` and `*` taken as they are, but for what stands between backticks."""
    parts = text.split("`")
    parts[::2] = [part.replace("<", "&lt;").replace("*", "\\*") for part in parts[::2]]
    return "`".join(parts)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are as they shall stand."""
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def page(title: str, *blocks: str) -> str:
    """The whole page: title, blocks with an empty line between, a last newline."""
    return "\n\n".join((f"# {title}", *blocks)) + "\n"
