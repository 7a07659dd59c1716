"""What failures from outside say to a person: a full disk, a database that is locked or gone."""

import os
from errno import ENOSPC

from django.db import InterfaceError, OperationalError

from carteira.errors import CarteiraError

FULL_DISK = (os.strerror(ENOSPC), "database or disk is full")
"""What the libraries that write files say of it, each in an error of its own."""


def refusal_of(error: BaseException) -> CarteiraError | None:
    """The refusal that the error amounts to; None for one that is a fault of the program."""
    if any(said in str(error) for said in FULL_DISK):
        return CarteiraError("no_space_left", hint="free_some_space")
    if isinstance(error, OperationalError | InterfaceError):
        detail = " ".join(str(error).split())
        return CarteiraError("database_refused", hint="look_and_try_again", detail=detail)
    return None
