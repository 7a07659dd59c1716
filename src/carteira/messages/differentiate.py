"""What is said about the worth of customers: refusals, and the reason of each category."""

from carteira.messages.marker import _

MESSAGES = {
    "bad_score_range": _("%(range)s is not a range of scores."),
    "score_range_example": _("Write it as 80-100: from 80 up to 100."),
    "bad_condition": _("The condition %(figure)s %(operator)s cannot be used as given."),
    "condition_unknown": _("The reference of the API lists the figures, and what may be asked of each."),
    "bad_cursor": _("The list has changed: the customer after whom to go on is not in it any more."),
    "begin_again": _("Begin again with the first page."),
    "condition_money": _("Its value is an amount in the book's currency, with a point before its cents: 1250.50."),
    "condition_number": _("Its value is a number with a point, such as 12 or 0.5."),
    "condition_percent": _("Its value is a share such as 0.7, or a percentage such as 70%%."),
    "condition_day": _("Its value is a day such as 2025-01-31."),
    "condition_days": _("Its value is a number of days, such as 90."),
    "condition_text": _("Its value is a text of up to 200 characters."),
    "condition_choice": _("Its value is one of the codes of this figure."),
    "condition_flag": _("Its value is true or false."),
    "reason_most_valuable": _(
        "Worth %(actual_value)s in the years ahead:"
        " one of the %(customers)s customers who hold %(share)s %% of the value."
    ),
    "reason_most_valuable_growable": _(
        "Worth %(actual_value)s in the years ahead,"
        " one of the %(customers)s customers who hold %(share)s %% of the value,"
        " and could be worth %(unrealised_value)s more."
    ),
    "reason_most_growable": _(
        "Worth %(actual_value)s in the years ahead and could be worth %(unrealised_value)s more:"
        " the best of similar customers reach %(potential_value)s."
    ),
    "reason_most_growable_discounts": _(
        "Worth %(actual_value)s in the years ahead and could be worth %(unrealised_value)s more with fewer discounts."
    ),
    "reason_most_growable_visits": _(
        "Worth %(actual_value)s in the years ahead and could be worth %(unrealised_value)s more"
        " if cheaper channels took the place of visits."
    ),
    "reason_most_growable_activities": _(
        "Worth %(actual_value)s in the years ahead and could be worth %(unrealised_value)s more"
        " if it paid for deliveries and other services."
    ),
    "reason_most_growable_late_payment": _(
        "Worth %(actual_value)s in the years ahead and could be worth %(unrealised_value)s more if it paid in time."
    ),
    "reason_most_growable_peers": _(
        "Worth %(actual_value)s in the years ahead and could be worth %(unrealised_value)s more"
        " if it came closer to the best of similar customers."
    ),
    "reason_most_growable_wallet": _(
        "Worth %(actual_value)s in the years ahead and could be worth %(unrealised_value)s more"
        " if we won a part of what it buys elsewhere."
    ),
    "reason_most_growable_prospect": _(
        "Has not bought yet, and could be worth %(potential_value)s: more than most others have to gain."
    ),
    "reason_intermediate": _("Worth %(actual_value)s in the years ahead; could be worth %(potential_value)s."),
    "reason_prospect": _("Has not bought yet; could be worth %(potential_value)s."),
    "reason_former": _(
        "Has not bought for long: worth %(actual_value)s in the years ahead, and could be worth %(potential_value)s."
    ),
    "reason_below_zero": _("Expected to cost more than it brings: %(actual_value)s in the years ahead."),
    "reason_below_zero_visits": _(
        "Worth %(actual_value)s in the years ahead, mostly because %(count)s visits cost %(amount)s."
    ),
    "reason_below_zero_calls": _(
        "Worth %(actual_value)s in the years ahead, mostly because %(count)s calls cost %(amount)s."
    ),
    "reason_below_zero_messages": _(
        "Worth %(actual_value)s in the years ahead, mostly because %(count)s messages cost %(amount)s."
    ),
    "reason_below_zero_cases": _(
        "Worth %(actual_value)s in the years ahead, mostly because %(count)s cases cost %(amount)s."
    ),
    "reason_below_zero_returns": _(
        "Worth %(actual_value)s in the years ahead, mostly because %(count)s returned lines cost %(amount)s of margin."
    ),
    "reason_below_zero_small_orders": _(
        "Worth %(actual_value)s in the years ahead, mostly because handling %(count)s orders cost %(amount)s."
    ),
    "reason_below_zero_discounts": _(
        "Worth %(actual_value)s in the years ahead, mostly because discounts on its %(count)s orders took %(amount)s."
    ),
    "reason_below_zero_financing": _(
        "Worth %(actual_value)s in the years ahead, mostly because waiting for its payments cost %(amount)s"
        " (%(count)s days late)."
    ),
    "reason_below_zero_bad_debt": _(
        "Worth %(actual_value)s in the years ahead, mostly because %(amount)s is not expected to be paid"
        " (%(count)s days late)."
    ),
    "reason_below_zero_below_cost": _(
        "Worth %(actual_value)s in the years ahead, mostly because sales below cost lost %(amount)s."
    ),
    "reason_below_zero_delivery": _(
        "Worth %(actual_value)s in the years ahead, mostly because deliveries cost %(amount)s."
    ),
    "reason_below_zero_treatments": _(
        "Worth %(actual_value)s in the years ahead, mostly because programmes spent %(amount)s on it."
    ),
    "reason_below_zero_activities": _(
        "Worth %(actual_value)s in the years ahead, mostly because services to it cost %(amount)s."
    ),
    "reason_below_zero_low_margin": _(
        "Worth %(actual_value)s in the years ahead: its margin does not pay for serving it (a loss of %(amount)s)."
    ),
}
