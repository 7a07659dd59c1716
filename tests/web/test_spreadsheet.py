"""A table as a file for spreadsheets: the same numbers in every language, and no text that is calculated."""

import csv
from datetime import date
from io import StringIO

from django.utils import translation

from carteira.web.spreadsheet import as_csv
from carteira.web.tables import Cell, Column, Table

COLUMNS = [
    Column("Customer"), Column("Profit", "money"), Column("Orders", "number"), Column("Share", "percent"),
    Column("Since", "day"),
]  # fmt: skip


def test_numbers_are_the_same_in_every_language() -> None:
    table = Table("", COLUMNS, [("Açaí, e Cia", -1_234_56, 1200, 0.125, date(2026, 1, 31)), ("B", None, 3, None, None)])
    written = 'Customer,Profit (BRL),Orders,Share,Since\r\n"Açaí, e Cia",-1234.56,1200,0.125,2026-01-31\r\nB,,3,,\r\n'
    for language in ("pt-br", "es", "en"):
        with translation.override(language):
            assert as_csv(table, "BRL") == written


def test_a_currency_without_cents_has_no_decimals() -> None:
    assert as_csv(Table("", [Column("Profit", "money")], [(1234,)]), "JPY") == "Profit (JPY)\r\n1234\r\n"


def test_a_name_is_never_a_formula_and_a_link_is_its_words() -> None:
    names = ["=1+1", "＝1+1", " \u200b@x", "+55 11", "-1\nx", "plain"]
    table = Table("", [Column("=Name")], [(Cell(name, "/customers/1/"),) for name in names])
    rows = list(csv.reader(StringIO(as_csv(table, "BRL"), newline="")))
    assert [row[0] for row in rows] == ["'=Name", *(f"'{name}" for name in names[:-1]), "plain"]
