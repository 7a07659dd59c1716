"""Who may grant which price."""

import pytest

from carteira.customize.pricing.authority import approver, lowest_grantable, own_share

AUTHORITY = {"seller": 0.05, "sales_manager": 0.15, "director": 0.30}


@pytest.mark.parametrize(
    ("price", "who"),
    [(1_010, ""), (1_000, ""), (999, "seller"), (950, "seller"), (949, "sales_manager"), (850, "sales_manager"),
     (720, "director"), (700, "director"), (699, None)],
)  # fmt: skip
def test_the_least_role_that_may(price: float, who: str | None) -> None:
    assert approver(price, 1_000, None, AUTHORITY) == who


def test_below_the_floor_nobody_may() -> None:
    assert approver(880, 1_000, 880, AUTHORITY) == "sales_manager"
    assert approver(879, 1_000, 880, AUTHORITY) is None
    assert approver(999, 1_000, 1_100, AUTHORITY) is None
    assert approver(1_000, 1_000, 1_100, AUTHORITY) == ""


def test_what_one_may_go_down_to() -> None:
    assert lowest_grantable(1_000, None, 0.15) == pytest.approx(850)
    assert lowest_grantable(1_000, 900, 0.15) == 900
    assert lowest_grantable(1_000, 1_200, 0.15) == 1_000
    assert lowest_grantable(1_000, 900, own_share(["seller", "director"], AUTHORITY)) == 900
    assert own_share(["analyst"], AUTHORITY) == 0
