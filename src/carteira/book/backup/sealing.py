"""A file under a password: AES-256-GCM in chunks that cannot be changed, left out, swapped or cut off unnoticed.

The key comes from the password by scrypt, with a salt of each file's own; a chunk's nonce is its number, and a mark on
the last one (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015, as the age format uses it).
"""

import hashlib
import os
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from carteira.errors import CarteiraError

MAGIC = b"Carteira sealed\x01"
SALT, TAG, CHUNK = 16, 16, 2**20
SCRYPT = {"n": 2**17, "r": 8, "p": 1, "maxmem": 2**28, "dklen": 32}


class SealedWriter:
    """Takes plain bytes and writes sealed ones to an open file. Nothing is whole before `close`."""

    def __init__(self, file: IO[bytes], password: str) -> None:
        self._file = file
        salt = os.urandom(SALT)
        self._cipher = _cipher(password, salt)
        self._waiting = bytearray()
        self._number = 0
        file.write(MAGIC + salt)

    def write(self, data: bytes) -> None:
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def close(self) -> None:
        """Seals what waits as the last chunk. The file beneath stays open."""
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, data: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last), data, MAGIC))
        self._number += 1


class SealedReader:
    """Reads plain bytes from an open sealed file, front to back.

    Raises `wrong_password`, or `backup_damaged` for the file called `name`.
    """

    def __init__(self, file: IO[bytes], password: str, name: str) -> None:
        self._file = file
        self._name = name
        start = file.read(len(MAGIC) + SALT)
        self._cipher = _cipher(password, start[len(MAGIC) :])
        self._next = file.read(CHUNK + TAG)
        self._plain = b""
        self._number = 0
        self._ended = False

    def read(self, size: int) -> bytes:
        """The next `size` bytes; fewer at the end only."""
        while len(self._plain) < size and not self._ended:
            self._plain += self._open_chunk()
        data, self._plain = self._plain[:size], self._plain[size:]
        return data

    def _open_chunk(self) -> bytes:
        sealed, self._next = self._next, self._file.read(CHUNK + TAG)
        self._ended = not self._next
        try:
            data = self._cipher.decrypt(_nonce(self._number, self._ended), sealed, MAGIC)
        except (InvalidTag, ValueError) as error:
            if self._number == 0:
                raise CarteiraError("wrong_password", file=self._name) from error
            raise CarteiraError("backup_damaged", hint="use_another_backup", file=self._name) from error
        self._number += 1
        return data


def _cipher(password: str, salt: bytes) -> AESGCM:
    return AESGCM(hashlib.scrypt(password.encode("utf-8"), salt=salt, **SCRYPT))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
