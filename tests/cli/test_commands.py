"""The commands, each in a process of its own as people call them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

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


class Commands:
    """Calls commands on one book."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "book"

    def call(self, *words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "CARTEIRA_HOME": str(self.home)}
        environment.pop("CARTEIRA_DATABASE_URL", None)
        return subprocess.run(
            [sys.executable, "-m", "carteira", *words], env=environment, capture_output=True, text=True, check=False
        )

    def data(self, *words: str) -> Any:
        done = self.call(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def refusal(self, *words: str) -> str:
        """The one line that a refused command prints."""
        done = self.call(*words)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        lines = done.stderr.strip().splitlines()
        assert len(lines) == 1
        return lines[0]


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """A book with two files loaded and run."""
    made = Commands(tmp_path_factory.mktemp("commands"))
    for name, text in (("customers.csv", CUSTOMERS), ("orders.csv", ORDERS), ("map.toml", MAP)):
        (made.folder / name).write_text(text, encoding="utf-8")
    made.data("init", "--country", "BR")
    made.data("load", "customers", str(made.folder / "customers.csv"), "--source", "shop")
    made.data(
        "load", "orders", str(made.folder / "orders.csv"), "--source", "shop", "--map", str(made.folder / "map.toml")
    )
    made.data("run")
    return made


def test_a_load_tells_what_came_of_each_line(commands: Commands) -> None:
    words = (
        "load",
        "orders",
        str(commands.folder / "orders.csv"),
        "--map",
        str(commands.folder / "map.toml"),
        "--dry-run",
    )
    report = commands.data(*words, "--source", "other")
    assert (report["lines"], report["accepted"], report["rejected"]) == (3, 2, 1)
    assert [line["line"] for line in report["rejections"]] == [4]


def test_show_a_customer(commands: Commands) -> None:
    found = commands.data("show", "customer", "1")
    assert found["profit"]["revenue"] in {2100, 300}
    assert commands.call("show", "customer", "1").returncode == 0


def test_show_the_portfolio(commands: Commands) -> None:
    found = commands.data("show", "portfolio")
    assert found["as_of"] == "2026-02-06"
    assert commands.call("show", "portfolio").returncode == 0


@pytest.mark.parametrize("name", ["out.csv", "out.parquet", "out.xlsx"])
def test_export(commands: Commands, name: str) -> None:
    path = commands.folder / name
    assert commands.data("export", "customer_card", str(path))["rows"] == 2
    assert path.stat().st_size > 0


def test_an_exported_canonical_table_can_be_loaded_again(commands: Commands) -> None:
    path = commands.folder / "again.csv"
    commands.data("export", "orders", str(path))
    report = commands.data("load", "orders", str(path), "--source", "copy", "--dry-run")
    assert (report["accepted"], report["rejected"]) == (2, 0)


def test_the_doctor_finds_all_well(commands: Commands) -> None:
    assert all(finding["ok"] for finding in commands.data("doctor"))


def test_undo_and_load_again(commands: Commands) -> None:
    again = commands.folder / "again-costs.csv"
    again.write_text("customer,on,activity,amount\n7,2026-01-05,delivery,3.50\n", encoding="utf-8")
    loaded = commands.data("load", "costs", str(again), "--source", "shop")
    assert commands.data("undo", str(loaded["load_id"]))["state"] == "undone"
    assert commands.data("show", "loads")[0]["state"] == "undone"


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
def test_a_refusal_is_one_clear_line(commands: Commands, words: tuple[str, ...], said: str) -> None:
    assert said in commands.refusal(*words)


def test_without_a_book_the_way_to_one_is_told(tmp_path: Path) -> None:
    assert "carteira init" in Commands(tmp_path).refusal("run")
    assert not (tmp_path / "book").exists()
