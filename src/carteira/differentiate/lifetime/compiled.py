"""numba's compiler with the types kept: the calculation is written as plain Python and runs as machine code."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """The same function as machine code, kept on disk between processes and free of the interpreter lock."""
    return cast(Function, numba.njit(cache=True, nogil=True, fastmath={"contract", "reassoc", "arcp"})(function))
