"""What is said about scenarios of remedies."""

from carteira.messages.marker import _

MESSAGES = {
    "unknown_scenario": _("This scenario is not there any more, or it is not shared with you."),
    "bad_scenario_name": _("A scenario needs a name of 1 to %(longest)s characters, all on one line."),
    "bad_scenario": _(
        "A scenario needs amounts from 0, shares from 0 to 100%%, and assumptions that rise from low to likely to high."
    ),
    "too_many_scenarios": _("You have %(most)s scenarios already: remove one that you do not need."),
    "no_remedies_yet": _("The newest run knows no remedies."),
}
