"""Files that a program sends: what loading one would do, and the job that does it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from carteira.accounts.access import Access
from carteira.book import loading
from carteira.book.home import Home
from carteira.book.load_report import LoadReport

if TYPE_CHECKING:
    from carteira.warehouse.files import Mapping


@dataclass(frozen=True)
class Checked:
    """What a file would bring in, and how its columns were matched."""

    report: LoadReport
    mapping: "Mapping"


def load_arguments(path: Path, file_name: str, table: str, source: str, mapping: str) -> dict[str, Any]:
    """What a job of the kind `load` needs, for a file in the book's folder of uploads. `mapping` is TOML text; where it
    is empty the columns are matched by name.

    Raises `unknown_fact_table`, `bad_source_name`, and as `inspect` and `Mapping.places` for a file that does not fit.
    """
    loading.check_source(source)
    given = _mapping(path, table, mapping)
    return {
        "table": table,
        "path": str(path),
        "source": source,
        "file_name": file_name[-loading.MAX_NAME :],
        "mapping": given.to_toml(),
    }


def check_file(access: Access, path: Path, file_name: str, table: str, source: str, mapping: str) -> Checked:
    """What loading the file would do. Raises `not_allowed`, and as `load_arguments`."""
    access.check("loads", "create")
    given = _mapping(path, table, mapping)
    home = Home(Path(settings.CARTEIRA_HOME))
    report = loading.try_load(home, table, path, source=source, mapping=given, file_name=file_name)
    return Checked(report, given)


def rejections(access: Access, load_id: int, after_line: int, limit: int) -> list[dict[str, Any]]:
    """The first `limit` rejected lines of the load behind that line: line, code, column, and the value for who may see
    loaded lines."""
    path = Home(Path(settings.CARTEIRA_HOME)).rejections(load_id)
    if not path.is_file():
        return []
    found = pq.read_table(path, filters=pc.field("line") > after_line)
    rows = found.sort_by("line").slice(0, limit).to_pylist()
    return rows if access.sees_loaded_lines else [{**row, "value": None} for row in rows]


def _mapping(path: Path, table_name: str, text: str) -> "Mapping":
    from carteira.warehouse.files import Mapping, inspect

    table = loading.fact_table(table_name)
    given = Mapping.from_toml(text)
    header = inspect(path, mapping=given).header
    found = given if given.columns or given.constants else Mapping.suggest(table, header)
    found.places(table, header)
    return found
