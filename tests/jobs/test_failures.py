"""What comes from outside is said in one clear line; a fault of the program is not taken for it."""

import os
from errno import EACCES, ENOSPC

import pytest
from django.db import InterfaceError, OperationalError

from carteira.jobs.failures import refusal_of


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(ENOSPC, os.strerror(ENOSPC)), "no_space_left"),
        (OperationalError("database or disk is full"), "no_space_left"),
        (RuntimeError('IO Error: Could not write file "x": No space left on device'), "no_space_left"),
        (OperationalError("database is locked"), "database_refused"),
        (InterfaceError("connection already closed"), "database_refused"),
    ],
)
def test_what_comes_from_outside_has_its_sentence(error: Exception, code: str) -> None:
    refusal = refusal_of(error)
    assert refusal is not None
    assert refusal.code == code
    assert "\n" not in str(refusal)


def test_other_errors_are_faults_of_the_program() -> None:
    assert refusal_of(ZeroDivisionError()) is None
    assert refusal_of(OSError(EACCES, os.strerror(EACCES))) is None
