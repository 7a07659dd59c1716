"""No committed text names a package registry's host, nor a folder of the machine that it was written on."""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.repository import ROOT, committed_files

REGISTRIES = re.compile(r"\b(?:[\w-]+\.)*(?:pypi|pythonhosted|npmjs|yarnpkg|npmmirror|jfrog)\.(?:org|com|io)\b")
FOLDERS = re.compile(r"(?<![\w.}\])/])/(?:work|root|home/[a-z]\w*|Users/\w+|opt/(?:pypi|wheels))/")
LOCKS = frozenset({"requirements/run.txt", "requirements/build.txt", "requirements/dev.txt"})


def addresses(text: str, any_address: bool = False) -> Iterator[tuple[int, str]]:
    """Line number and text of each address; with `any_address`, as in a lock, each http address as well."""
    for number, line in enumerate(text.splitlines(), 1):
        for pattern in (REGISTRIES, FOLDERS):
            yield from ((number, match.group()) for match in pattern.finditer(line))
        if any_address and re.search(r"https?:", line):
            yield number, line.strip()


def found(paths: Iterable[Path], root: Path = ROOT) -> Iterator[str]:
    """One sentence for each address in the text files among `paths`."""
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        name = path.relative_to(root).as_posix()
        for number, address in addresses(text, any_address=name in LOCKS):
            yield f"{name}:{number}: {address}"


if __name__ == "__main__":
    sys.exit("\n".join(found(committed_files())) or 0)
