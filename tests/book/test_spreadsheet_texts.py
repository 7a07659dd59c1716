"""Texts that a spreadsheet would calculate are made harmless, whatever hides the sign; all others stay as they are."""

import pyarrow as pa
import pytest

from carteira.book.spreadsheet import harmless, harmless_column

DANGEROUS = [
    "=1+1", "+1", "-1", "@x", "\tx", "\rx", "\0=1", "\nx", " =1", "\u00a0=1", "\u200b=1", "\ufeff=1",
    "\u202e=1", "\u2028=1", "＝1", "＋1", "－1", "＠x", "﹣1", "⁼1", " \u200b＝cmd", "\x01=1",
]  # fmt: skip
SPLIT = {
    "Ana;=1": "Ana;'=1", 'Ana;"=1"': "Ana;'\"=1\"", "Ana, -1": "Ana,' -1", "a|\u200b＝1|b": "a|'\u200b＝1|b",
    "a\n@x": "a\n'@x", "a\t+1": "a\t'+1", "\t=1": "'\t'=1", ";=1;+1": ";'=1;'+1", "=a;-b": "'=a;'-b",
}  # fmt: skip
HARMLESS = [
    "",
    "Ana",
    "1-1",
    "a=b",
    "'=1",
    "Ünal",
    "中=1",
    "(=1)",
    "−5",
    "#REF",
    "5",
    "٣",
    "Recife, PE; Natal",
    "a; b",
    ";;",
    "a,'=1",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", SPLIT)
def test_so_does_each_part_that_another_separator_would_cut_off(text: str) -> None:
    assert harmless(text) == SPLIT[text]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_none_stays(text: str) -> None:
    assert harmless(text) == text


def test_a_column_is_repaired_where_needed() -> None:
    texts = [*DANGEROUS, None, *SPLIT, *HARMLESS]
    repaired = harmless_column(pa.array(texts, pa.string())).to_pylist()
    assert repaired == [text if text is None else harmless(text) for text in texts]
    assert harmless_column(pa.array(HARMLESS, pa.string())).to_pylist() == HARMLESS
