"""Another program keeps the SQLite database locked: a command waits a little, then refuses and has changed nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.faults.workshop import Workshop

IMPATIENT = """
import os
import carteira
from carteira.cli.main import main
from django.db import connection
carteira.open(os.environ["CARTEIRA_HOME"])
connection.close()
connection.settings_dict["OPTIONS"]["timeout"] = 0.2
main()
"""


def test_a_locked_database_is_a_clear_refusal(workshop: Workshop, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text("source_id,name\n1,Ana\n", encoding="utf-8")
    with workshop.scenario(tmp_path) as scenario, closing(sqlite3.connect(scenario.home / "book.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        refused = scenario.called("code", IMPATIENT, "load", "customers", str(file))
        assert (refused.status, refused.output) == (1, "")
        assert refused.errors == (
            "carteira: The book's database did not do what it was asked (database is locked). "
            "Nothing was left half-done. Try again in a moment; where the connection was lost, look first whether it "
            "was done.\n"
        )
        other.rollback()
        assert scenario.carteira("show", "loads", "--json") == "[]\n"
        scenario.carteira("load", "customers", str(file))
