"""Whom to ask: the worked table of order and coverage, and what is offered as an answer."""

from typing import Any

import pyarrow as pa

from carteira.differentiate.declared.questions import Coverage, coverage, need_options, to_ask
from carteira.differentiate.scope import Scope
from tests.web.fake_book import FakeTables

ROWS: list[dict[str, Any]] = [
    {"category": "mvc", "need": "price", "need_basis": "declared", "rank": None},
    {"category": "mvc", "need": "advice", "need_basis": "inferred", "rank": 2},
    {"category": "mvc", "need": None, "need_basis": None, "rank": 1, "owner": "Ana"},
    {"category": "mgc", "need": None, "need_basis": None, "rank": 3},
    {"category": "below_zero", "need": None, "need_basis": None, "rank": 4},
]


class Book(FakeTables):
    """Cards with needs, and the table of needs."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        super().__init__([{key: value for key, value in row.items() if key in ("category", "owner")} for row in rows])
        needs = pa.table(
            {
                "customer_id": list(range(1, len(rows) + 1)),
                "need": pa.array([row["need"] for row in rows], pa.string()),
                "need_basis": pa.array([row["need_basis"] for row in rows], pa.string()),
                "need_probability": pa.array([None for _ in rows], pa.float64()),
                "question_rank": pa.array([row["rank"] for row in rows], pa.int64()),
            }
        )
        self.connection.register("customer_needs", needs)
        self.connection.execute(
            "CREATE OR REPLACE VIEW customer_list AS SELECT c.*, n.need, n.need_basis, n.need_probability "
            "FROM customer_card AS c INNER JOIN customer_needs AS n ON n.customer_id = c.customer_id"
        )


def asked(*arguments: Any, **options: Any) -> list[int]:
    return [each.customer_id for each in to_ask(Book(ROWS), *arguments, **options)]


def test_the_order_of_the_questions() -> None:
    assert asked([]) == [3, 2, 4, 5]
    assert asked([], limit=2, offset=1) == [2, 4]
    assert asked([], Scope(owner="Ana")) == [3]


def test_who_answered_here_is_not_asked_again() -> None:
    assert asked([3, 5]) == [2, 4]


def test_coverage_counts_what_was_said_here_too() -> None:
    assert coverage(Book(ROWS), []) == [Coverage("mvc", 3, 1), Coverage("mgc", 1, 0)]
    assert coverage(Book(ROWS), [1, 2, 5]) == [Coverage("mvc", 3, 2), Coverage("mgc", 1, 0)]
    assert coverage(Book(ROWS), [], Scope(owner="Ana")) == [Coverage("mvc", 1, 0)]


def test_the_needs_of_the_company_are_offered_the_commonest_first() -> None:
    settings = {"need_treatments": {"speed": "Ship at once"}, "need_relationships": {"price": "transactional"}}
    assert need_options(Book([*ROWS, ROWS[1]]), settings) == ["advice", "price", "speed"]
    assert need_options(Book(ROWS[2:]), {})[:2] == ["price", "convenience"]
