from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

TYPES = {
    "birth_date": pa.date32(),
    "created_on": pa.date32(),
    "credit_limit": pa.decimal128(18, 6),
    "in_customers": pa.bool_(),
}
COLUMNS = (
    "kind name given_name family_name tax_id email phone birth_date street city state postal_code "
    "country language parent_source_id "
    "owner team branch credit_limit created_on"
).split()

Records = Callable[..., pa.Table]


@pytest.fixture
def records() -> Records:
    """Makes source records: each a dictionary of what is known; the source is "erp" and the id the position unless
    given."""

    def make(*rows: dict[str, Any]) -> pa.Table:
        filled = [{"source": "erp", "source_id": str(i)} | row for i, row in enumerate(rows)]
        names = ["source", "source_id", *COLUMNS]
        return pa.table(
            {name: pa.array([row.get(name) for row in filled], TYPES.get(name, pa.string())) for name in names}
        )

    return make
