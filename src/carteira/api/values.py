"""Computed values as JSON: days and moments as ISO 8601, decimals as text, what is no number as null."""

import json
import math
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpResponse


def rows_of(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with values that JSON has."""
    return [{name: value_of(value) for name, value in row.items()} for row in rows]


def value_of(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: value_of(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [value_of(inner) for inner in value]
    return str(value)


def json_answer(content: Any, etag: str = "") -> HttpResponse:
    """The content as it is, without a model that would check it again."""
    headers = {"ETag": etag} if etag else {}
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/json", headers=headers)
