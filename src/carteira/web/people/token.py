"""Everybody's tokens."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carteira.accounts import queries
from carteira.accounts.actions.tokens import revoke_token
from carteira.web.people import sections
from carteira.web.people.words import person_label, scope_label
from carteira.web.signing_in.tokens import living
from carteira.web.toasts import toast

ENDED_SHOWN = 50


def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens that still open something, and those that ended last."""
    found = queries.tokens()
    alive = living(found)
    ended = [token for token in found if token not in alive][:ENDED_SHOWN]
    context = {
        **sections.context(request, "tokens"),
        "alive": [(token, person_label(token.user), [scope_label(scope) for scope in token.scopes]) for token in alive],
        "ended": [(token, person_label(token.user)) for token in ended],
    }
    return render(request, "web/people/tokens.html", context)


@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Ends a token at once."""
    found = next((token for token in queries.tokens() if token.pk == token_id), None)
    if found is None:
        raise Http404
    revoke_token(found, by=request.user)
    toast(request, _("The token has ended."))
    return redirect("settings:tokens")
