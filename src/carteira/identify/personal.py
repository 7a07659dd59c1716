"""The fields of a customer for which a role may have a rule, and how each looks when it is masked."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

FIELDS = ("tax_id", "email", "phone", "birth_date", "street", "postal_code", "credit_limit")
DOT = "\u2022"


class Mask(NamedTuple):
    """What masking leaves of a text: as SQL on the column {0}, and for a text at hand. Both leave the same."""

    sql: str
    of: Callable[[str], str]


_LAST = Mask(
    f"repeat('{DOT}', greatest(length({{0}}) - 2, 0)) || right({{0}}, 2)",
    lambda text: DOT * (len(text) - 2) + text[-2:],
)

MASKS: Mapping[str, Mask] = {
    "tax_id": _LAST,
    "phone": _LAST,
    "email": Mask(
        f"left({{0}}, 1) || '{DOT * 3}@' || split_part({{0}}, '@', 2)",
        lambda text: f"{text[:1]}{DOT * 3}@{[*text.split('@'), ''][1]}",
    ),
    "postal_code": Mask(f"left({{0}}, 3) || '{DOT * 3}'", lambda text: text[:3] + DOT * 3),
}
"""A field without a line here is left out whole."""
