"""What survives a power cut."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Makes what a file holds, or the names in a folder, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_with_name(path: Path) -> None:
    """Makes a file and its name in the folder survive a power cut."""
    sync(path)
    sync(path.parent)
