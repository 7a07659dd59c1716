"""The files of the decision log: each belongs to one process, which only ever appends whole, checked records.

A record is its length, the CRC-32 of its content seeded with the length, and the content. Its place, the number of its
file and the offset in it, is its number. What a crash tore off at the end of a file is no record: nobody was answered
by it, since an answer waits for the disk.
"""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from struct import Struct
from zlib import crc32

HEAD = Struct("<II")
LARGEST = 2**22
"""Bytes of a record at most: a larger length is a torn one."""
PIECE = 2**22
SUFFIX = ".log"


def framed(content: bytes) -> bytes:
    """The content as it stands in the file."""
    return HEAD.pack(len(content), crc32(content, len(content))) + content


def whole_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(offset, content) of each whole record from the beginning of the data to the first that is not."""
    offset = 0
    while offset + HEAD.size <= len(data):
        length, check = HEAD.unpack_from(data, offset)
        content = data[offset + HEAD.size : offset + HEAD.size + length]
        if not 0 < length == len(content) or crc32(content, length) != check:
            return
        yield offset, content
        offset += HEAD.size + length


def place(segment: int, offset: int) -> int:
    return segment << 32 | offset


def split(number: int) -> tuple[int, int]:
    """Segment and offset of a place."""
    return number >> 32, number & 0xFFFFFFFF


def path_of(folder: Path, segment: int) -> Path:
    return folder / f"{segment:08d}{SUFFIX}"


def segments(folder: Path) -> list[int]:
    """The numbers of the files, ascending."""
    return sorted(int(path.stem) for path in folder.glob(f"*{SUFFIX}"))


def created(folder: Path) -> tuple[int, int]:
    """(number, open file) of a new segment, held by this process as long as the file is open.

    It gets its name once it is held, so that whoever sees it unheld knows that nothing will follow.
    """
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"new-{os.getpid()}-{os.urandom(4).hex()}"
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        number = max(segments(folder), default=0) + 1
        while True:
            try:
                os.link(draft, path_of(folder, number))
                return number, descriptor
            except FileExistsError:
                number += 1
    except BaseException:
        os.close(descriptor)
        raise
    finally:
        draft.unlink()


def record_at(folder: Path, number: int) -> bytes | None:
    """The content of the record at a place, None where there is none."""
    segment, offset = split(number)
    try:
        descriptor = os.open(path_of(folder, segment), os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        head = os.pread(descriptor, HEAD.size, offset)
        length = HEAD.unpack(head)[0] if len(head) == HEAD.size else LARGEST
        data = head + os.pread(descriptor, length, offset + HEAD.size) if length < LARGEST else b""
    finally:
        os.close(descriptor)
    return next((content for _, content in whole_records(data)), None)
