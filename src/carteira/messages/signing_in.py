"""What is said about signing in, links, and installations that are not safe for a company."""

from carteira.messages.marker import _

MESSAGES = {
    "bad_variable": _("%(value)s is not a value for the environment variable %(name)s."),
    "bad_mail_url": _("CARTEIRA_MAIL_URL is not the address of a mail server."),
    "write_a_mail_url": _("Write it as smtp://user:password@host:587 or smtps://user:password@host:465."),
    "oidc_incomplete": _(
        "Single sign-on needs CARTEIRA_OIDC_ISSUER (an address), CARTEIRA_OIDC_CLIENT_ID and CARTEIRA_OIDC_SECRET_FILE."
    ),
    "oidc_secret_unreadable": _("The file %(file)s, which CARTEIRA_OIDC_SECRET_FILE names, cannot be read."),
    "link_spent": _("This link does not hold any more: it was used, it is too old, or a newer one was sent."),
    "ask_for_another_link": _("Ask for another one."),
    "already_has_password": _("%(name)s has a password already: set another one, or let them choose one by mail."),
    "beyond_own_access": _("That would give more than your own roles include."),
    "email_taken": _("Somebody else has this e-mail address."),
    "bad_full_name": _("A name needs to be on one line, of at most 300 characters."),
    "bad_employee": _("A name in the files needs to be on one line, of at most 200 characters."),
    "unknown_language": _("There is no such language."),
    "unknown_time_zone": _("There is no such time zone."),
    "mail_not_sent": _("The mail could not be sent: %(detail)s."),
    "check_the_mail_server": _("Check CARTEIRA_MAIL_URL and that the mail server answers."),
    "weak_secret_key": _("The secret key is short or one that others know."),
    "set_a_secret_key": _(
        "Unset CARTEIRA_SECRET_KEY, so that the book's own random one counts, or set a long random one."
    ),
    "debug_is_on": _("CARTEIRA_DEBUG is set, which shows the inside of the program."),
    "unset_debug": _("Unset it."),
    "no_https": _("Browsers do not speak HTTPS with this installation, so that passwords can be read on the way."),
    "set_the_address": _("Put a proxy that speaks HTTPS in front, and set CARTEIRA_ADDRESS to its https:// address."),
    "any_host": _("CARTEIRA_HOSTS allows every name."),
    "name_the_hosts": _("Set it to the names under which browsers reach the pages."),
    "demo_book": _("This is a demo: everybody can know its people and its customers."),
    "no_demo_in_production": _("CARTEIRA_PRODUCTION is set, so this installation is no place for a demo."),
    "unset_production": _("Unset it, and name another folder in CARTEIRA_HOME."),
    "make_your_own_book": _("Make a book of your own with carteira init."),
    "no_administrator": _("Nobody is there who may add people."),
    "add_an_administrator": _("Add the first one: carteira user add NAME --role administrator."),
    "sqlite_in_production": _(
        "The operational database is SQLite: one machine, and one writer at a time. For many people take PostgreSQL."
    ),
    "production_safe": _("The installation is safe to start for a company."),
}
