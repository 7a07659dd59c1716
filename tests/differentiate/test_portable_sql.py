"""Every SQL model of the room is one documented SELECT that Spark reads too."""

from pathlib import Path

import pytest
import sqlglot

import carteira.differentiate

MODELS = sorted((Path(carteira.differentiate.__file__).parent / "sql").glob("*.sql"))


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_model(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("-- ")
    assert "-- Grain:" in text
    (spark,) = sqlglot.transpile(text, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
    assert sqlglot.parse_one(spark, read="spark").key in ("select", "union")
