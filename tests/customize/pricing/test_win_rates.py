"""How often quotes are won, by segment."""

import pyarrow as pa
import pytest

from carteira.customize.pricing import win_rates


def outcomes(*rows: tuple[str, int | None, int, int]) -> pa.Table:
    names = ("kind", "segment", "won", "lost")
    types = pa.schema([("kind", pa.string()), *((name, pa.int64()) for name in names[1:])])
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], types)


def test_many_outcomes_speak_for_themselves_and_few_with_the_book() -> None:
    large, other, small = win_rates(
        outcomes(("company", 1, 600, 400), ("company", 2, 400, 600), ("person", 1, 1, 0))
    ).to_pylist()

    assert large["win_rate"] == pytest.approx(0.6, abs=0.01)
    assert other["win_rate"] == pytest.approx(0.4, abs=0.01)
    assert small["win_rate"] == pytest.approx(0.5, abs=0.05)
    assert small["win_rate_high"] - small["win_rate_low"] > large["win_rate_high"] - large["win_rate_low"]


def test_where_none_was_closed_nothing_is_known() -> None:
    assert win_rates(outcomes(("company", 1, 0, 0)))["win_rate"].to_pylist() == [None]
    assert win_rates(outcomes()).num_rows == 0


def test_who_only_lost_is_not_taken_to_lose_for_ever() -> None:
    (row,) = win_rates(outcomes(("company", 1, 0, 20))).to_pylist()

    assert 0 < row["win_rate_low"] < row["win_rate"] < row["win_rate_high"] < 0.3
