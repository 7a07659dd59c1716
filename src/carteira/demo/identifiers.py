"""Brazilian identifiers with valid check digits, from ranges kept for the simulation.

CPFs begin with 00, CNPJ roots with 9, e-mail addresses end in the reserved domain `.example`: none should reach
anybody.
"""

import numpy as np

from carteira.demo.text import Bytes, Ints, digits

CPF_BASE_WIDTH = 9
CNPJ_ROOT_WIDTH = 8
SERIALS = 10**7
"""Serial numbers below this are scattered by factors without a common divisor with it, so that different ones stay
different; only the last becomes 0, which is no CPF."""


def check_digits(base: Bytes, weights: tuple[tuple[int, ...], tuple[int, ...]]) -> Bytes:
    """The digits with their two modulo-11 check digits appended (0 where the remainder is below 2)."""
    complete = base
    for row in weights:
        remainder = (complete.astype(np.int64) * np.array(row)).sum(axis=1) % 11
        check = np.where(remainder < 2, 0, 11 - remainder).astype(np.uint8)
        complete = np.column_stack([complete, check])
    return complete


CPF_WEIGHTS = (tuple(range(10, 1, -1)), tuple(range(11, 1, -1)))
CNPJ_WEIGHTS = ((5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2), (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2))


def cpf(serial: Ints) -> Bytes:
    """(N, 11) digits of the CPF of each serial number; different below 9,999,999; all begin with 00."""
    scattered = (serial + 1) * 7_368_787 % SERIALS
    return check_digits(digits(scattered, CPF_BASE_WIDTH), CPF_WEIGHTS)


def cnpj(serial: Ints, branch: Ints) -> Bytes:
    """(N, 14) digits of the CNPJ of each establishment: root of the serial number (different below 9,999,999) and
    branch, 1 = 0001."""
    root = 90_000_000 + (serial + 1) * 3_481_177 % SERIALS
    return check_digits(np.column_stack([digits(root, CNPJ_ROOT_WIDTH), digits(branch, 4)]), CNPJ_WEIGHTS)
