"""The file's columns that the contract does not know, kept beside each line as JSON text."""

import json
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

_CONTROLS = {chr(code): json.dumps(chr(code))[1:-1] for code in range(32)}


def attribute_names(header: Sequence[str]) -> tuple[str, ...]:
    """The header as names without repetition: an unnamed column is `column 3`, a repeated one `name (2)`."""
    names: list[str] = []
    for place, name in enumerate(header, start=1):
        base = name or f"column {place}"
        count = 1
        unique = base
        while unique in names:
            count += 1
            unique = f"{base} ({count})"
        names.append(unique)
    return tuple(names)


def json_texts(columns: Sequence[tuple[str, pa.StringArray]], count: int) -> pa.StringArray:
    """One JSON object per row with the filled values of the named columns; null where none is filled. `count` rows."""
    if not columns:
        return pa.nulls(count, pa.string())
    pairs = [
        pc.fill_null(
            pc.binary_join_element_wise(f'{json.dumps(name, ensure_ascii=False)}:"', _escaped(texts), '",', ""), ""
        )
        for name, texts in columns
    ]
    joined = pc.utf8_rtrim(pc.binary_join_element_wise(*pairs, ""), ",")
    whole = pc.binary_join_element_wise("{", joined, "}", "")
    return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), whole)


def _escaped(texts: pa.StringArray) -> pa.StringArray:
    """The texts as they stand between the quotes of JSON."""
    texts = pc.replace_substring(pc.replace_substring(texts, "\\", "\\\\"), '"', '\\"')
    if pc.any(pc.match_substring_regex(texts, "[\x00-\x1f]")).as_py():
        for control, escape in _CONTROLS.items():
            texts = pc.replace_substring(texts, control, escape)
    return texts
