"""What the joint allocation says."""

from carteira.messages.marker import _

MESSAGES = {
    "allocation_shape": _("%(name)s has the shape %(shape)s and must have %(wanted)s."),
    "allocation_not_numbers": _("%(name)s holds something that is not a number: give numbers only."),
    "allocation_bad_number": _(
        "Row %(row)s of %(name)s holds %(number)s: give finite numbers, and none below zero but as a value."
    ),
    "allocation_bad_capacity": _(
        "Capacity %(row)s is below zero or not a number: give 0 or more; infinity is no limit."
    ),
    "allocation_bad_pool": _("A pool is the number of its capacity, 0 to %(last)s: there are %(pools)s."),
    "allocation_minimum_missed": _(
        "The minimums cannot all be met. Action, and customers possible of those asked: %(actions)s."
    ),
    "allocation_lower_minimum": _("Lower these minimums, or give the resources that they use more capacity."),
}
