"""What is said about decisions in real time."""

from carteira.messages.marker import _

MESSAGES = {
    "no_plan_in_force": _("No plan has been published yet."),
    "publish_a_plan": _("Publish the plan of a run."),
    "unknown_decision": _("There is no such decision, or you may not see its customer."),
    "nothing_decided": _("Nothing was to be done with this customer, so nothing can come of it."),
    "outcome_known": _("It is known already what became of this decision: %(outcome)s."),
    "bad_consent_time": _("Nobody can have agreed at a moment that is still to come."),
    "decision_not_kept": _("The decision could not be written to the disk, so it does not count."),
}
