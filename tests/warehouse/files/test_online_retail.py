"""A real file of half a million lines, with the mapping of the tutorial."""

import os
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from carteira.warehouse.facts import FACTS
from carteira.warehouse.files import Mapping, inspect, read

ROOT = Path(__file__).resolve().parents[3]
DATA = (
    Path(os.environ.get("CARTEIRA_SHARED_DATA", ROOT.parent / "shared" / "data")) / "online_retail/online_retail.csv.gz"
)


@pytest.mark.skipif(not DATA.exists(), reason="the Online Retail data is not at CARTEIRA_SHARED_DATA")
def test_every_line_of_online_retail_is_accepted() -> None:
    table = FACTS["orders"]
    mapping = Mapping.from_toml(ROOT / "docs/tutorial/online_retail.toml")
    batches = list(read(DATA, table, mapping, inspect(DATA), time_zone="Europe/London"))
    rows = pa.Table.from_batches([batch.accepted for batch in batches])
    assert sum(batch.lines_read for batch in batches) == rows.num_rows == 541_909
    assert rows["customer"].null_count == 135_080
    assert [len(rows[name].unique()) for name in ("order_id", "customer")] == [25_900, 4_372 + 1]
    assert "17850" in rows["customer"].to_pylist()
    revenue = pc.sum(pc.multiply(rows["quantity"], rows["unit_price"])).as_py()
    assert revenue.quantize(Decimal("0.01")) == Decimal("9747747.93")
