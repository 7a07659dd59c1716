"""An order line whose amount no column could hold is rejected; each of its numbers alone may be large."""

from collections.abc import Callable

HEADER = "order_id,customer,ordered_at,product_id,quantity,unit_price,unit_cost\n"


def test_quantity_times_price_or_cost_is_an_amount_like_any_other(read_text: Callable) -> None:
    reading = read_text(
        HEADER
        + "1,c,2026-01-01,p,1000000,1000000.5,\n"
        + "2,c,2026-01-01,p,-1000000,1000000.5,\n"
        + "3,c,2026-01-01,p,1000000,1.5,1000000.5\n"
        + "4,c,2026-01-01,p,1,999999999999.5,1\n"
        + "5,c,2026-01-01,p,999999999999.5,1,\n",
    )
    assert reading.rejected == [
        (2, "product_out_of_range", "unit_price", "1000000.5"),
        (3, "product_out_of_range", "unit_price", "1000000.5"),
        (4, "product_out_of_range", "unit_cost", "1000000.5"),
    ]
    assert reading.column("order_id") == ["4", "5"]


def test_a_price_for_the_whole_file_counts_too(read_text: Callable) -> None:
    mapping = "[constants]\nunit_price = 1000000.5\n"
    reading = read_text("order_id,customer,ordered_at,product_id,quantity\n1,c,2026-01-01,p,1000000\n", mapping=mapping)
    assert reading.rejected == [(2, "product_out_of_range", "quantity", "1000000")]
