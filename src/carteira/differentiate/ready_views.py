"""The views of the customer list that come with the program, as parts of a query string."""

from collections.abc import Mapping

READY_VIEWS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "below_zero": (
        ("category", "below_zero"),
        ("sort", "lifetime_value"),
        ("columns", "owner,months,revenue,profit,lifetime_value,loss_cause,loss_amount"),
    ),
    "most_growable": (
        ("category", "mgc"),
        ("sort", "-unrealised_value"),
        ("columns", "owner,months,revenue,lifetime_value,potential_value,unrealised_value"),
    ),
    "overdue": (
        ("flag", "overdue"),
        ("sort", "-overdue"),
        ("columns", "category,owner,overdue,days_late,revenue,lifetime_value"),
    ),
    "slipping_away": (
        ("status", "customer"),
        ("probability_alive__lt", "0.7"),
        ("columns", "category,owner,months,probability_alive,last_purchase_on,revenue,lifetime_value"),
    ),
    "new_this_month": (
        ("first_purchase_on__within", "30"),
        ("sort", "-first_purchase_on"),
        ("columns", "category,owner,first_purchase_on,order_count,revenue,potential_value"),
    ),
}
"""By code, in their order; doors give them their names."""
