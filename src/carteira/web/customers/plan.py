"""The next purchases of a customer in words."""

import json
from collections.abc import Mapping
from typing import Any

from carteira.messages import say

SHOWN = 6
"""Rows on the page of the customer: the likeliest, in the order of their day."""
LIKELY_ENOUGH = 0.01


def plan_rows(planned: list[dict[str, Any]]) -> list[Mapping[str, Any]]:
    """The likeliest rows of the plan, each with the `name` of the product and `why` in a sentence."""
    likely = [row for row in planned if row["probability"] >= LIKELY_ENOUGH]
    likeliest = sorted(likely, key=lambda row: -row["probability"])[:SHOWN]
    return [
        {
            **row,
            "name": row["product_name"] or row["product_id"],
            "why": say(row["reason"], json.loads(row["arguments"])),
        }
        for row in sorted(likeliest, key=lambda row: row["place"])
    ]
