"""The fields of a customer for which a role may have a rule, and how each looks when it is masked."""

from collections.abc import Mapping

FIELDS = ("tax_id", "email", "phone", "birth_date", "street", "postal_code", "credit_limit")

_LAST = "repeat('\u2022', greatest(length({0}) - {1}, 0)) || right({0}, {1})"

MASKS: Mapping[str, str] = {
    "tax_id": _LAST.format("{0}", 2),
    "phone": _LAST.format("{0}", 2),
    "email": "left({0}, 1) || '\u2022\u2022\u2022@' || split_part({0}, '@', 2)",
    "postal_code": "left({0}, 3) || '\u2022\u2022\u2022'",
}
"""What masking leaves of a text, as SQL on the column {0}. A field without a line here is left out whole."""
