"""Numba's compiler behind one typed name."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def compiled(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """The function compiled to machine code at its first call; the code is kept on disk for the next process."""
    return cast(Callable[Arguments, Result], numba.njit(cache=True, nogil=True)(function))
