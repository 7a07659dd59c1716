"""The next purchases of a customer in words."""

import json
from collections.abc import Mapping
from typing import Any

from carteira.messages import say

SHOWN = 6
"""Rows on the page of the customer."""


def plan_rows(planned: list[dict[str, Any]]) -> list[Mapping[str, Any]]:
    """The first rows of the plan, each with the `name` of the product and `why` in a sentence."""
    return [
        {
            **row,
            "name": row["product_name"] or row["product_id"],
            "why": say(row["reason"], json.loads(row["arguments"])),
        }
        for row in planned[:SHOWN]
    ]
