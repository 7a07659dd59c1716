"""What masking leaves of a text is the same in SQL and for a text at hand."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carteira.identify.personal import MASKS

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
    st.emails(),
    st.from_regex(r"[0-9.@ -]{0,20}", fullmatch=True),
)


@pytest.mark.parametrize("field", MASKS)
@given(text=TEXTS)
def test_both_ways_agree(field: str, text: str) -> None:
    sql = MASKS[field].sql.format("t")
    (found,) = duckdb.execute(f"SELECT {sql} FROM (SELECT CAST(? AS VARCHAR) AS t)", [text]).fetchone() or (None,)
    assert MASKS[field].of(text) == found


@pytest.mark.parametrize(
    ("field", "text", "left"),
    [
        ("tax_id", "11222333000181", "••••••••••••81"),
        ("phone", "+5511987654321", "••••••••••••21"),
        ("email", "ana@exemplo.com.br", "a•••@exemplo.com.br"),
        ("email", "no address", "n•••@"),
        ("postal_code", "01310-100", "013•••"),
        ("tax_id", "7", "7"),
    ],
)
def test_what_is_left(field: str, text: str, left: str) -> None:
    assert MASKS[field].of(text) == left
