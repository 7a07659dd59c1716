"""Files that are the effect of a job: whole or not there, and the same when the job is done again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from carteira.durable import sync


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Gives the path to write to (`<name>.part`); at the end of the block the file stands at `path`, safe from a power
    cut. A block that fails or is killed leaves `path` as it was.

    Name the file for the job: then a job that is done again replaces its own file and nothing else.
    """
    unfinished = path.with_name(f"{path.name}.part")
    try:
        yield unfinished
        sync(unfinished)
        unfinished.replace(path)
        sync(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)
