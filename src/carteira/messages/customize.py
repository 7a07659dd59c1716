"""What the library and the plans say: refusals, and the reason of each decision."""

from carteira.messages.marker import _

MESSAGES = {
    "bad_resource": _("The resource %(name)s cannot be kept: %(field)s does not fit."),
    "bad_action": _("The action %(name)s cannot be kept: %(field)s does not fit."),
    "lift_lengths_differ": _("The columns of an experiment differ in length: %(lengths)s."),
    "lift_expectation_invalid": _(
        "An expected effect of %(effect)s, give or take %(deviation)s, cannot be: give effects above -1 and a positive "
        "deviation."
    ),
}
