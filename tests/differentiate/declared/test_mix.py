"""The mix at hand against the wanted one: the worked table of its page."""

from typing import Any

import pyarrow as pa

from carteira.differentiate.declared.mix import Part, largest_gap, mix
from carteira.differentiate.declared.target import Share, Target
from carteira.differentiate.scope import Scope
from tests.web.fake_book import FakeTables

ROWS: list[dict[str, Any]] = [
    {"category": "mvc", "lifetime_value": 600, "need": "price", "type": "relational"},
    {"category": "mgc", "lifetime_value": 300, "need": "price", "type": "solutions"},
    {"category": "intermediate", "lifetime_value": 100, "need": None, "type": None, "kind": "person"},
    {"category": "below_zero", "lifetime_value": -500, "need": "advice", "type": "relational", "team": "North"},
    {"category": "mgc", "lifetime_value": 900, "need": "price", "type": "solutions", "status": "prospect"},
]
WANTED = Target(
    {
        "category": {"mgc": Share(0.5, 0.3), "below_zero": Share(0.1)},
        "need": {"speed": Share(0.25)},
    }
)


class Book(FakeTables):
    """Cards with a need and a relationship type."""

    def __init__(self) -> None:
        super().__init__([{key: value for key, value in row.items() if key not in ("need", "type")} for row in ROWS])
        added = pa.table(
            {
                "customer_id": list(range(1, len(ROWS) + 1)),
                "need": [row["need"] for row in ROWS],
                "relationship_type": [row["type"] for row in ROWS],
            }
        )
        self.connection.register("added", added)
        self.connection.execute(
            "CREATE OR REPLACE VIEW customer_list AS SELECT c.*, a.need, a.relationship_type "
            "FROM customer_card AS c INNER JOIN added AS a ON a.customer_id = c.customer_id"
        )


def brief(parts: list[Part]) -> list[tuple[str | None, int, float, float, int | None]]:
    return [(each.value, each.customers, each.customer_share, each.value_share, each.missing) for each in parts]


def test_the_worked_table() -> None:
    """Prospects are not in it; a value below zero counts for nothing in the shares of lifetime value."""
    found = mix(Book(), WANTED)
    assert brief(found["category"]) == [
        ("mvc", 1, 0.25, 0.6, None),
        ("mgc", 1, 0.25, 0.3, 1),
        ("intermediate", 1, 0.25, 0.1, None),
        ("below_zero", 1, 0.25, 0.0, -1),
    ]
    assert [each.gap for each in found["category"]][1:] == [0.25, None, -0.15]
    assert found["category"][1].value_gap == 0.0


def test_what_nobody_needs_stands_there_and_what_is_not_known_comes_last() -> None:
    assert brief(mix(Book(), WANTED)["need"]) == [
        ("price", 2, 0.5, 0.9, None),
        ("advice", 1, 0.25, 0.0, None),
        ("speed", 0, 0.0, 0.0, 1),
        (None, 1, 0.25, 0.1, None),
    ]


def test_relationship_types_are_of_companies() -> None:
    found = mix(Book(), WANTED)["relationship_type"]
    assert [(each.value, each.customers) for each in found if each.customers] == [("solutions", 1), ("relational", 2)]
    assert sum(each.customer_share for each in found) == 1.0


def test_the_largest_gap_is_what_most_is_missing_of() -> None:
    gap = largest_gap(mix(Book(), WANTED))
    assert gap is not None
    assert (gap.dimension, gap.value, gap.gap) == ("category", "mgc", 0.25)
    assert largest_gap(mix(Book(), Target({"category": {"below_zero": Share(0.1)}}))) is None


def test_only_of_the_scope_and_nothing_of_nobody() -> None:
    assert [each.customers for each in mix(Book(), WANTED, Scope(team="North"))["category"]] == [0, 0, 0, 1]
    assert all(each.customer_share == 0.0 for each in mix(Book(), WANTED, Scope(team="East"))["category"])
