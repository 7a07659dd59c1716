"""Texts in files that people open in a spreadsheet: nothing that a customer wrote is calculated there.

This is for what doors hand out from lists and charts. A canonical table that `carteira export` writes keeps its texts
exactly, so that it can be loaded again.
"""

import re
import unicodedata

import pyarrow as pa
import pyarrow.compute as pc

FORMULA_STARTS = ("=", "+", "-", "@")
UNSEEN = ("Cc", "Cf", "Zl", "Zp", "Zs")
"""Categories of characters that a spreadsheet may drop before it looks for a formula."""
SEPARATOR = re.compile(r"([;,|\t\r\n])")
"""Where a line of the file is cut by a spreadsheet that takes another separator for the file's."""
SURELY_HARMLESS = r"^[\p{L}\p{Nd}]([^;,|\x00-\x1f]|[;,|] ?[\p{L}\p{Nd}])*$"


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it without taking it for a formula: an apostrophe goes before it where needed.

    Full-width signs count too, and signs behind spaces and characters that nobody sees. So that no part becomes a cell
    of its own that is calculated, an apostrophe also goes behind each separator that such a sign follows.
    """
    first, *rest = SEPARATOR.split(text)
    hidden = text.startswith(("\t", "\r", "\n", "\0"))
    before = "'" if hidden or _is_formula(text) else ""
    return before + first + "".join(f"'{part}" if _is_formula(part, '"') else part for part in rest)


def _is_formula(text: str, dropped: str = "") -> bool:
    """Whether it begins like one. `dropped`: further characters that may go before."""
    seen = (one for one in text if one not in dropped and unicodedata.category(one) not in UNSEEN)
    return unicodedata.normalize("NFKC", next(seen, "")).startswith(FORMULA_STARTS)


def harmless_column(texts: pa.Array) -> pa.Array:
    """The same for every text of a column; what is unknown stays so."""
    suspects = pc.invert(pc.match_substring_regex(texts, SURELY_HARMLESS))
    places = pc.indices_nonzero(pc.fill_null(suspects, False))
    if not len(places):
        return texts
    repaired = pa.array([harmless(text) for text in texts.take(places).to_pylist()], pa.string())
    return pc.replace_with_mask(texts, pc.fill_null(suspects, False), repaired)
