"""Texts in files that people open in a spreadsheet: nothing that a customer wrote is calculated there.

This is for what doors hand out from lists and charts. A canonical table that `carteira export` writes keeps its texts
exactly, so that it can be loaded again.
"""

import unicodedata

import pyarrow as pa
import pyarrow.compute as pc

FORMULA_STARTS = ("=", "+", "-", "@")
UNSEEN = ("Cc", "Cf", "Zl", "Zp", "Zs")
"""Categories of characters that a spreadsheet may drop before it looks for a formula."""
SURELY_HARMLESS = r"^[\p{L}\p{Nd}]"


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it without taking it for a formula: an apostrophe goes before it where needed.

    Full-width signs count too, and signs behind spaces and characters that nobody sees.
    """
    seen = next((character for character in text if unicodedata.category(character) not in UNSEEN), "")
    hidden = text.startswith(("\t", "\r", "\n", "\0"))
    starts = unicodedata.normalize("NFKC", seen).startswith(FORMULA_STARTS)
    return f"'{text}" if hidden or starts else text


def harmless_column(texts: pa.Array) -> pa.Array:
    """The same for every text of a column; what is unknown stays so."""
    suspects = pc.invert(pc.match_substring_regex(texts, SURELY_HARMLESS))
    places = pc.indices_nonzero(pc.fill_null(suspects, False))
    if not len(places):
        return texts
    repaired = pa.array([harmless(text) for text in texts.take(places).to_pylist()], pa.string())
    return pc.replace_with_mask(texts, pc.fill_null(suspects, False), repaired)
