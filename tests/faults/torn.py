"""What a disk may hold after a power cut: of all that was not synced, any part."""

import random
import shutil
from pathlib import Path

SECTORS = (512, 4096)


def survive(live: Path, synced: Path, chance: random.Random) -> None:
    """Makes the folder `live` what a power cut may leave of it, given its files as they were at their last sync.

    A file that was never synced may be gone, one whose removal was not synced may be back, and what was written since
    the last sync is there sector by sector as chance has it.
    """
    names = {path.relative_to(folder) for folder in (live, synced) for path in folder.rglob("*") if path.is_file()}
    for name in sorted(names):
        now, before = live / name, synced / name
        if name.name.endswith("-shm") or not before.exists():
            if name.name.endswith("-shm") or chance.random() < 0.5:
                now.unlink()
            else:
                now.write_bytes(_torn(b"", now.read_bytes(), chance))
        elif now.exists():
            now.write_bytes(_torn(before.read_bytes(), now.read_bytes(), chance))
        elif chance.random() < 0.5:
            now.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(before, now)


def _torn(before: bytes, now: bytes, chance: random.Random) -> bytes:
    if before == now:
        return now
    sector, size = chance.choice(SECTORS), len(chance.choice((before, now)))
    padded = [content[:size].ljust(size, b"\0") for content in (before, now)]
    starts = range(0, size, sector)
    return b"".join(chance.choice(padded)[start : start + sector] for start in starts)
