"""The locks in requirements/ fit pyproject.toml and one another."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.repository import ROOT

PINS = re.compile(r"^([\w.-]+)==(\S+)(?: ;[^\\\n]*[^\\\n ])?((?: \\\n    --hash=sha256:[0-9a-f]{64})*)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    return {canonicalize_name(match[1]): match[2] for match in PINS.finditer(text)}


@pytest.mark.parametrize("lock", ["run", "build", "dev"])
def test_every_pin_has_a_hash(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    found = list(PINS.finditer(text))

    assert len(found) == len(re.findall("^[a-z]", text, re.MULTILINE)) > 0
    assert [match[1] for match in found if not match[3]] == []


def test_every_dependency_of_the_project_is_locked_at_a_version_that_it_allows() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = pins("run")

    refused = [
        text
        for text in project["dependencies"]
        if not (wanted := Requirement(text)).specifier.contains(locked.get(canonicalize_name(wanted.name), "0"))
    ]

    assert refused == []


@pytest.mark.parametrize("lock", ["run", "build"])
def test_development_has_the_same_versions(lock: str) -> None:
    development = pins("dev")

    assert {name: development.get(name) for name in pins(lock)} == pins(lock)
