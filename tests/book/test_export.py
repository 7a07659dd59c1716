"""Tables as files for other programs, and back."""

from collections.abc import Callable
from pathlib import Path

import pytest
import python_calamine

from carteira.book.book import Book
from carteira.errors import CarteiraError

NAMES = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://e","x")', "two\nlines", 'a "quote"', "مرحبا 😀")


@pytest.fixture
def loaded(book: Book, write: Callable[[str, str], Path]) -> Book:
    lines = "".join(f'{number},"{name.replace(chr(34), chr(34) * 2)}"\n' for number, name in enumerate(NAMES))
    book.load("customers", write("customers.csv", "source_id,name\n" + lines))
    header = "order_id,customer,ordered_at,product_id,quantity,unit_price\n"
    book.load(
        "orders", write("orders.csv", header + "1,0,2026-01-02 10:11:12,=p,1.5,2.123456\n=2,,2026-01-03,p,-1,2\n")
    )
    return book


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_what_was_exported_loads_as_it_was(loaded: Book, tmp_path: Path, kind: str) -> None:
    for table in ("customers", "orders"):
        before = loaded.table(table)
        file = tmp_path / f"{table}.{kind}"
        assert loaded.export(table, file) == before.num_rows
        for load in loaded.loads():
            if load.table == table and load.state == "loaded":
                loaded.undo(load.id)
        report = loaded.load(table, file)
        assert report.rejected == 0
        assert loaded.table(table).equals(before)


def test_a_name_is_no_formula_in_a_spreadsheet(loaded: Book, tmp_path: Path) -> None:
    loaded.export("customers", tmp_path / "customers.xlsx")
    rows = python_calamine.CalamineWorkbook.from_path(tmp_path / "customers.xlsx").get_sheet_by_index(0).to_python()
    assert [row[rows[0].index("name")] for row in rows[1:]] == list(NAMES)


@pytest.mark.parametrize("name", ["folder.csv", "x" * 300 + ".csv", "a\0b.csv"])
def test_a_file_that_cannot_be_written_is_refused_and_leaves_nothing(loaded: Book, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "exports"
    (folder / "folder.csv").mkdir(parents=True)
    with pytest.raises(CarteiraError) as refusal:
        loaded.export("customers", folder / name)
    assert refusal.value.code == "file_unwritable"
    assert [path.name for path in folder.iterdir()] == ["folder.csv"]
