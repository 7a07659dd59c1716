"""Two books that differ in nothing but what somebody may not see: both must answer the same, whatever is asked."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.test import override_settings

from carteira.book import queries
from carteira.book.home import Home
from carteira.book.models import Run
from carteira.warehouse import storage
from tests.access.marks import text_of
from tests.access.template import undone
from tests.access.world import World

Change = Callable[[str, pa.Table], pa.Table]


@contextmanager
def twin(world: World, folder: Path, change: Change) -> Iterator[Path]:
    """A copy of the book in which `change` was done to every computed table. Gives its folder, and makes its run the
    published one in the database; undone at the end."""
    home = folder / "twin"
    shutil.copytree(world.home, home)
    run = Run.objects.latest("id")
    shutil.rmtree(Home(home).reading_copy(run.id))
    with undone():
        run.manifest = {name: _rewritten(Home(home), name, version, change) for name, version in run.manifest.items()}
        run.finished_at += timedelta(microseconds=1)  # so that nobody takes it for the run remembered
        run.save()
        yield home
    queries._opened.clear()


def _rewritten(home: Home, name: str, version: int, change: Change) -> int:
    """The version of the table in which the change was done."""
    folder = home.computed(name)
    stored = storage.open_table(folder, version)
    assert stored is not None
    found = pa.concat_tables(
        [pa.parquet.read_table(file, schema=stored.schema) for file in stored.files] or [stored.schema.empty_table()]
    )
    changed = change(name, found).cast(stored.schema)
    path = storage.new_file(folder)
    storage.write_batches(path, stored.schema, changed.to_batches())
    return storage.replace(folder, stored.schema, path, changed.num_rows, run_id=0)


@contextmanager
def at(home: Path) -> Iterator[None]:
    """While the block runs, the program serves the book of this folder."""
    with override_settings(CARTEIRA_HOME=home):
        yield


def other_values(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Another value of the same type in place of each that is known, in another order than before."""
    kind = column.type
    if pa.types.is_boolean(kind):
        return pc.invert(column)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return pa.chunked_array([pa.array([None if v is None else 91 - v for v in column.to_pylist()]).cast(kind)])
    if pa.types.is_string(kind):
        return pc.binary_join_element_wise(column, "another", "-")
    return column


FLEETING = (
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'), "csrf"),
    (re.compile(r'"X-CSRFToken": *"[^"]*"'), "csrf"),
    (re.compile(r"(?i)^(etag|set-cookie): .*$", re.MULTILINE), ""),
)
"""What differs from answer to answer though nothing else does."""


def said(response: Any) -> str:
    """The status and everything that an answer says, byte for byte but for FLEETING."""
    text = text_of(response)
    for pattern, replacement in FLEETING:
        text = pattern.sub(replacement, text)
    return f"{response.status_code}\n{text}"
