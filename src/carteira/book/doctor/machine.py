"""Checks of the machine that the book lies on."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.db.models import Max
from django.utils import timezone

from carteira.book.doctor.finding import Finding, note, well, wrong
from carteira.book.home import Home
from carteira.book.models import Load, Run

LOW_DISK_BYTES = LOW_MEMORY_BYTES = 2**30
AHEAD = timedelta(minutes=5)
"""How far in the future a row may have been written: clocks of two machines differ a little."""
MEMORY = Path("/proc/meminfo")


def disk(home: Home) -> Iterator[Finding]:
    """Room for the book, and for one more copy of its tables, which each run writes."""
    free = shutil.disk_usage(home.path).free
    needed = sum(path.stat().st_size for path in (home.path / "computed").rglob("*.parquet"))
    gigabytes = round(free / 2**30, 1)
    if free <= LOW_DISK_BYTES:
        yield wrong("disk_full", gigabytes=gigabytes)
    elif free < 2 * needed:
        yield note("disk_small", gigabytes=gigabytes)
    else:
        yield well("disk_free", gigabytes=gigabytes)


def memory(home: Home) -> Iterator[Finding]:
    """Memory that is available; nothing where the system does not say."""
    lines = MEMORY.read_text(encoding="ascii").splitlines() if MEMORY.is_file() else []
    for line in lines:
        name, _, rest = line.partition(":")
        if name == "MemAvailable":
            available = int(rest.split()[0]) * 1024
            gigabytes = round(available / 2**30, 1)
            low = available < LOW_MEMORY_BYTES
            yield note("memory_low", gigabytes=gigabytes) if low else well("memory_free", gigabytes=gigabytes)


def clock(home: Home) -> Iterator[Finding]:
    """The clock is not behind what was written already."""
    newest = [
        Load.objects.aggregate(newest=Max("created_at"))["newest"],
        Run.objects.aggregate(newest=Max("started_at"))["newest"],
    ]
    last = max((moment for moment in newest if moment), default=None)
    if last and last > timezone.now() + AHEAD:
        yield wrong("clock_behind", moment=last.isoformat(timespec="seconds"))
    else:
        yield well("clock_right")


def privacy(home: Home) -> Iterator[Finding]:
    """Nobody else of this machine reads the book or the key that signs sessions."""
    open_to_all = home.path.stat().st_mode & 0o007
    if open_to_all & 0o002:
        yield wrong("folder_writable", home=home.path)
    elif open_to_all:
        yield note("folder_open", home=home.path)
    else:
        yield well("folder_private")
    key = home.path / "secret_key"
    if key.exists() and key.stat().st_mode & 0o077:
        yield wrong("key_open", file=key)
    elif key.exists():
        yield well("key_private")
