"""Mails with a link by which a person chooses a password. Its key is in no log: a browser keeps what follows the #."""

import smtplib
from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from carteira.accounts import links
from carteira.accounts.queries import user_of
from carteira.errors import CarteiraError
from carteira.jobs import actions as jobs

if TYPE_CHECKING:
    from carteira.accounts.models import User
    from carteira.jobs.models import Job
    from carteira.jobs.progress import Progress

RESET = gettext_noop("Choose another password")
INVITATION = gettext_noop("You are invited to Carteira")


def ask_reset(user: "User | None") -> None:
    """Has a mail sent in the background. Nobody gets none, with as much work, so that its time tells nothing."""
    jobs.ask("reset_mail", {"user": user.pk if user and user.is_active and user.email else None})


def send_reset(job: "Job", progress: "Progress") -> dict[str, Any]:
    """The job that sends somebody a link for another password."""
    user = user_of(job.arguments["user"]) if job.arguments["user"] else None
    if user is not None and user.is_active and user.email:
        _send(user, "web/signing_in/reset_mail.txt", RESET, links.make_key(user, links.RESET))
    return {}


def send_invitation(user: "User", key: str) -> None:
    """Sends a new person the link for a first password. Raises `mail_not_sent`."""
    _send(user, "web/signing_in/invitation_mail.txt", INVITATION, key)


def _send(user: "User", template: str, subject: str, key: str) -> None:
    with translation.override(user.language or translation.get_language()):
        text = render_to_string(template, {"person": user, "link": links.address_of(key)})
        mail = EmailMessage(gettext(subject), text, to=[user.email])
    try:
        mail.send()
    except (OSError, smtplib.SMTPException) as error:
        raise CarteiraError("mail_not_sent", hint="check_the_mail_server", detail=type(error).__name__) from error
