"""What is said about people, their passwords, and what they may do."""

from carteira.messages.marker import _

MESSAGES = {
    "user_exists": _("There is already somebody called %(name)s."),
    "bad_user_name": _("%(name)s is not a name to sign in with: use letters, digits and @ . + - _"),
    "unknown_user": _("There is nobody called %(name)s."),
    "weak_password": _("That password is too easy to guess. %(reasons)s"),
    "bad_email": _("That is not an e-mail address."),
    "employee_taken": _("Somebody else is already called %(employee)s in the files."),
    "unknown_role": _("There is no role %(role)s. The roles are: %(known)s."),
    "unknown_team": _("There is no team %(team)s."),
    "bad_team_name": _("A team needs a name of 1 to 100 characters, all on one line."),
    "team_exists": _("There is already a team %(team)s."),
    "team_below_itself": _("The team %(team)s cannot stand below itself."),
    "team_has_teams": _("The team %(team)s has teams below it: move or remove them first."),
    "ready_made_role": _("The role %(role)s comes with the program: make another one instead."),
    "bad_role": _("The role %(role)s names something that is no kind, action, level, permission, field or rule."),
    "role_in_use": _("Somebody has the role %(role)s: give these people another one first."),
    "last_administrator": _("Then nobody would be left who may change people and roles."),
    "name_another_administrator": _("Make somebody else an administrator first."),
    "bad_scope": _("%(scope)s is not something that this person may do, so no token can."),
    "bad_expiry": _("A token lives from 1 to %(longest)s days."),
    "not_allowed": _("Your role does not include this."),
    "ask_your_administrator": _("Ask your administrator if you need it."),
    "audit_chain_whole": _("The audit trail is whole: %(entries)s entries, every seal right."),
    "audit_entry_broken": _(
        "The audit trail is broken at entry %(first_bad)s: it was changed, or one before it is missing."
    ),
    "audit_head_broken": _("The end of the audit trail was changed by something other than the program."),
    "audit_entries_missing": _("Entries are missing at the end of the audit trail, after entry %(first_bad)s."),
    "port_taken": _("Port %(port)s is taken by another program."),
    "choose_a_port": _("Choose another with --port."),
}
