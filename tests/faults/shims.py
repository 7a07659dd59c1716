"""The C files of this folder as libraries to preload, where this machine has a compiler."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest


@cache
def built(name: str, folder: Path) -> Path | None:
    """The library made from `<name>.c`, or None where nothing compiles here."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    source, library = Path(__file__).with_name(f"{name}.c"), folder / f"{name}.so"
    command = [
        compiler,
        "-shared",
        "-fPIC",
        "-O2",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-o",
        str(library),
        str(source),
        "-ldl",
    ]
    subprocess.run(command, check=True)
    return library


def required(name: str, folder: Path) -> Path:
    """The same, for a test that is nothing without it: skipped where nothing compiles."""
    library = built(name, folder)
    if library is None:
        pytest.skip(f"no C compiler here to build {name}.c")
    return library
