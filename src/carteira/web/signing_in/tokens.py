"""One's own tokens: made, shown once, revoked."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carteira.accounts.access import access_of
from carteira.accounts.actions.tokens import make_token, revoke_token, scopes_of
from carteira.accounts.choices import Permission
from carteira.accounts.kinds import ACTIONS, kinds
from carteira.accounts.queries import tokens
from carteira.errors import CarteiraError
from carteira.web.people import words
from carteira.web.refused import page_sentence
from carteira.web.signing_in.forms import TokenForm
from carteira.web.toasts import toast

if TYPE_CHECKING:
    from carteira.accounts.models import Token, User


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Makes a token and shows its key, this once."""
    from carteira.web.signing_in.account import show

    user: Any = request.user
    form = TokenForm(request.POST, scopes=scopes_of(access_of(user)))
    if form.is_valid():
        given = form.cleaned_data
        try:
            token, key = make_token(user, given["name"], given["scopes"], given["days"], by=user)
        except CarteiraError as error:
            form.add_error(None, page_sentence(error))
        else:
            return render(request, "web/signing_in/token_made.html", {"token": token, "key": key})
    return show(request, token=form)


@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Ends one of one's own tokens."""
    user: Any = request.user
    found = next((token for token in tokens(user) if token.pk == token_id), None)
    if found is None:
        raise Http404
    revoke_token(found, by=user)
    toast(request, _("The token has ended."))
    return redirect("account")


def context_of(user: "User") -> dict[str, Any]:
    """The person's living tokens, and what a new one could be allowed, by kind of record and as permissions."""
    own = scopes_of(access_of(user))
    verbs = [action for action in ACTIONS if any(scope.endswith(f":{action}") for scope in own)]
    rows = [
        (kind.label, [_cell(f"{kind.name}:{action}", own) for action in verbs])
        for kind in kinds().values()
        if any(f"{kind.name}:{action}" in own for action in verbs)
    ]
    return {
        "token": TokenForm(scopes=own),
        "tokens": [(each, [words.scope_label(scope) for scope in each.scopes]) for each in living(tokens(user))],
        "verbs": [words.ACTIONS[action] for action in verbs],
        "scope_rows": rows,
        "scope_permissions": [(name, Permission(name).label) for name in own if ":" not in name],
    }


def living(found: "list[Token]") -> "list[Token]":
    """Those that still open something."""
    now = timezone.now()
    return [token for token in found if token.revoked_at is None and token.expires_at > now]


def _cell(scope: str, own: list[str]) -> tuple[str, str]:
    """The scope with its words, or nothing where the person lacks it."""
    return (scope, words.scope_label(scope)) if scope in own else ("", "")
