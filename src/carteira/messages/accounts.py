"""What is said about people and their passwords."""

from carteira.messages.marker import _

MESSAGES = {
    "user_exists": _("There is already somebody called %(name)s."),
    "bad_user_name": _("%(name)s is not a name to sign in with: use letters, digits and @ . + - _"),
    "unknown_user": _("There is nobody called %(name)s."),
    "weak_password": _("That password is too easy to guess. %(reasons)s"),
    "port_taken": _("Port %(port)s is taken by another program."),
    "choose_a_port": _("Choose another with --port."),
}
