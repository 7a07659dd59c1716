"""Any kind of source file as batches of text."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from carteira.errors import CarteiraError
from carteira.warehouse.files import csv_file, parquet_file, xlsx_file
from carteira.warehouse.files.batch import TextBatch
from carteira.warehouse.files.format import FileFormat


def text_batches(path: Path, file_format: FileFormat, rows: int) -> Iterator[TextBatch]:
    """The file's lines as text, up to `rows` at a time."""
    decimal = "," if file_format.decimal == "," else "."
    if file_format.kind == "xlsx":
        return xlsx_file.text_batches(path, file_format.sheet, decimal, len(file_format.header), rows)
    if file_format.kind == "parquet":
        return parquet_file.text_batches(path, decimal, rows)
    return csv_file.text_batches(path, file_format.encoding, file_format.separator, file_format.quote, rows)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Makes what the operating system refuses one CarteiraError."""
    try:
        yield
    except OSError as error:
        raise CarteiraError(
            "file_unreadable", hint="check_the_name", file=path.name, detail=error.strerror or str(error)
        ) from error
