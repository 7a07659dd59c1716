"""Inviting somebody: the link goes by mail where that can be sent, else it is shown once, to be passed on."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from carteira.accounts import links
from carteira.accounts.actions.people import invite
from carteira.errors import CarteiraError
from carteira.web.people import sections
from carteira.web.people.words import person_label
from carteira.web.refused import page_sentence
from carteira.web.signing_in.mailing import send_invitation
from carteira.web.toasts import toast

if TYPE_CHECKING:
    from carteira.accounts.models import User


def invited(request: HttpRequest, user: "User") -> HttpResponse:
    """Invites a person who has no password yet."""
    by: Any = request.user
    key = invite(user.get_username(), by=by)
    problem = ""
    if settings.MAIL_ENABLED and user.email:
        try:
            send_invitation(user, key)
        except CarteiraError as error:
            problem = page_sentence(error)
        else:
            toast(request, _("An invitation is on its way by mail. It holds for seven days."))
            return redirect("settings:person", user.pk)
    context = {
        **sections.context(request, "people"),
        "person": user,
        "label": person_label(user),
        "link": links.address_of(key, request.build_absolute_uri("/")),
        "problem": problem,
    }
    return render(request, "web/people/invited.html", context)
