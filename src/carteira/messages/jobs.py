"""What is said about work in the background."""

from carteira.messages.marker import _

MESSAGES = {
    "job_failed": _("Something went wrong inside the program (job %(job)s); what was there before is unchanged."),
    "see_the_log": _("The program's log says more; please report it."),
    "job_gave_up": _(
        "Job %(job)s was begun %(attempts)s times, and each time the program ended before it was done, so it was given "
        "up; what was there before is unchanged."
    ),
    "database_refused": _("The book's database did not do what it was asked (%(detail)s)."),
    "look_and_try_again": _(
        "Nothing was left half-done. Try again in a moment; where the connection was lost, look first whether it was "
        "done."
    ),
    "no_space_left": _("The book's disk is full."),
    "job_ended": _("Job %(job)s has ended already, so it cannot be cancelled."),
    "unknown_job": _("There is no job %(job)s."),
    "list_jobs": _("carteira jobs list shows them."),
    "unknown_schedule": _("There is no schedule %(name)s."),
    "known_schedules": _("The schedules are: %(known)s."),
    "bad_when": _("%(value)s does not say when work is due."),
    "write_when": _("Write a time of day (03:00), days and a time (mon,thu 22:30), or every so often (every 15m)."),
}
