"""The commands, each in a process of its own as people call them."""

from pathlib import Path

import pytest

from tests.book.on_disk import OnDisk
from tests.processes.groups import clean_environment

CUSTOMERS = "source_id,name,email\n7,Ana Lima,ana@exemplo.com.br\n8,Bruno Reis,bruno@exemplo.com.br\n"
ORDERS = """Pedido,cliente,Data,SKU,Qtd,Preco
A1,7,31/01/2026,x,2,"10,50"
A2,8,05/02/2026,y,1,"3,00"
A3,8,ontem,y,1,"3,00"
"""
MAP = """[columns]
order_id = "Pedido"
customer = "cliente"
ordered_at = "Data"
product_id = "SKU"
quantity = "Qtd"
unit_price = "Preco"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files to load."""
    made = tmp_path_factory.mktemp("commands")
    for name, text in (("customers.csv", CUSTOMERS), ("orders.csv", ORDERS), ("map.toml", MAP)):
        (made / name).write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def book(folder: Path) -> OnDisk:
    """A book with two files loaded and run."""
    made = OnDisk(folder / "book", clean_environment())
    made.data("init", "--country", "BR")
    made.data("load", "customers", str(folder / "customers.csv"), "--source", "shop")
    made.data("load", "orders", str(folder / "orders.csv"), "--source", "shop", "--map", str(folder / "map.toml"))
    made.data("run")
    return made


def test_a_load_tells_what_came_of_each_line(book: OnDisk, folder: Path) -> None:
    words = ("load", "orders", str(folder / "orders.csv"), "--map", str(folder / "map.toml"), "--dry-run")
    report = book.data(*words, "--source", "other")
    assert (report["lines"], report["accepted"], report["rejected"]) == (3, 2, 1)
    assert [line["line"] for line in report["rejections"]] == [4]


def test_show_a_customer(book: OnDisk) -> None:
    found = book.data("show", "customer", "1")
    assert found["profit"]["revenue"] in {2100, 300}
    assert book.call("show", "customer", "1")


def test_show_the_portfolio(book: OnDisk) -> None:
    found = book.data("show", "portfolio")
    assert found["as_of"] == "2026-02-06"
    assert book.call("show", "portfolio")


@pytest.mark.parametrize("name", ["out.csv", "out.parquet", "out.xlsx"])
def test_export(book: OnDisk, folder: Path, name: str) -> None:
    path = folder / name
    assert book.data("export", "customer_card", str(path))["rows"] == 2
    assert path.stat().st_size > 0


def test_an_exported_canonical_table_can_be_loaded_again(book: OnDisk, folder: Path) -> None:
    path = folder / "again.csv"
    book.data("export", "orders", str(path))
    report = book.data("load", "orders", str(path), "--source", "copy", "--dry-run")
    assert (report["accepted"], report["rejected"]) == (2, 0)


def test_the_doctor_finds_all_well(book: OnDisk) -> None:
    assert all(finding["ok"] for finding in book.data("doctor"))


def test_undo_and_load_again(book: OnDisk, folder: Path) -> None:
    again = folder / "again-costs.csv"
    again.write_text("customer,on,activity,amount\n7,2026-01-05,delivery,3.50\n", encoding="utf-8")
    loaded = book.data("load", "costs", str(again), "--source", "shop")
    assert book.data("undo", str(loaded["load_id"]))["state"] == "undone"
    assert book.data("show", "loads")[0]["state"] == "undone"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("init",), "already a book"),
        (("load", "orders", "no-such-file.csv"), "no-such-file.csv"),
        (("load", "unicorns", "no-such-file.csv"), "unicorns"),
        (("undo", "99"), "no load 99"),
        (("set", "colour", "blue"), "no setting colour"),
        (("set", "discount_rate", "high"), "high"),
        (("run", "--window", "13m"), "13m"),
        (("run", "--as-of", "tomorrow"), "tomorrow"),
        (("run", "--engine", "abacus"), "abacus"),
        (("show", "customer", "999"), "no customer 999"),
        (("export", "unicorns", "out.csv"), "unicorns"),
        (("export", "customer_card", "out.docx"), ".csv, .parquet or .xlsx"),
    ],
)
def test_a_refusal_is_one_clear_line(book: OnDisk, words: tuple[str, ...], said: str) -> None:
    assert said in book.refusal(*words)


def test_without_a_book_the_way_to_one_is_told(tmp_path: Path) -> None:
    assert "carteira init" in OnDisk(tmp_path / "book", clean_environment()).refusal("run")
    assert not (tmp_path / "book").exists()
