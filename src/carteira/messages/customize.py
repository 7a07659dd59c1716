"""What the library and the plans say: refusals, and the reason of each decision."""

from carteira.messages.marker import _

MESSAGES = {
    "bad_resource": _("The resource %(name)s cannot be kept: %(field)s does not fit."),
    "bad_action": _("The action %(name)s cannot be kept: %(field)s does not fit."),
    "bad_library_file": _("The library in %(path)s cannot be read: %(cause)s."),
    "bad_library": _("This is no library."),
    "tables_are_expected": _(
        "It needs tables called resources and actions, as carteira library show --json writes them."
    ),
    "lift_lengths_differ": _("The columns of an experiment differ in length: %(lengths)s."),
    "lift_expectation_invalid": _(
        "An expected effect of %(effect)s, give or take %(deviation)s, cannot be: give effects above -1 and a positive "
        "deviation."
    ),
    "action_not_open": _("This action is not open to the customer now."),
    "choose_an_open_action": _("Conditions, consent, rest or the control group keep it away; choose another one."),
    "change_gone": _("This change is not there any more."),
    "plan_need": _("Customers who need %(need)s buy %(effect)s more with it."),
    "plan_volume": _("It buys much, so that even %(effect)s more is worth it."),
    "plan_losses": _("Its purchases lose money, and it will buy %(effect)s less."),
    "plan_costs": _("It puts costs or terms in order: that is worth more than the purchases it may lose."),
    "plan_wallet": _("It buys much elsewhere that it could buy here."),
    "plan_winning": _("It never bought, and customers like it are worth much."),
    "plan_decided": _("Somebody decided it so."),
    "plan_minimum": _("A least number of customers is asked for."),
    "plan_not_open": _("No action is open to it now: conditions, consent, rest or control group."),
    "plan_no_gain": _("No action would bring more than it costs."),
    "plan_resources": _("%(wished)s would bring %(value)s, but %(resource)s does more with others."),
}
