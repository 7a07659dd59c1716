"""Global search: customers by name, tax id, telephone, e-mail or order, for the command palette.

The words come by POST: they may be personal data, which stays out of addresses, histories and logs.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from carteira.accounts.access import Access, access_of
from carteira.accounts.choices import FieldRule
from carteira.book.queries import tables
from carteira.differentiate.search import Hit
from carteira.differentiate.search import search as hits_of
from carteira.errors import CarteiraError

LONGEST = 200
UNSEEN = (FieldRule.MASKED, FieldRule.HIDDEN)
MATCHED: Mapping[str, str | Promise] = {
    "tax_id": gettext_lazy("Tax id"),
    "phone": gettext_lazy("Telephone"),
    "email": gettext_lazy("E-mail"),
    "source_id": gettext_lazy("Id in a source"),
    "customer_id": gettext_lazy("Customer number"),
}
"""What of a customer matched, where its name does not show it."""


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """The best matches among the customers that this person may see; none in a book without figures."""
    access = access_of(request.user)
    access.check("customers", "read")
    try:
        found = hits_of(tables(access), request.POST.get("q", "")[:LONGEST].strip(), without=unseen(access))
    except CarteiraError as error:
        if error.code != "not_run_yet":
            raise
        found = []
    return render(request, "web/parts/found.html", {"hits": [described(hit) for hit in found]})


def unseen(access: Access) -> frozenset[str]:
    """The kinds of identifier that must not be matched: who may not see them could guess them by searching."""
    return frozenset(name for name in ("tax_id", "phone", "email") if access.rule("customers", name) in UNSEEN)


def described(hit: Hit) -> dict[str, Any]:
    """A match as the palette shows it: its name, and what else tells it from others."""
    if hit.kind == "order":
        matched = _("Order %(order)s") % {"order": hit.order_id}
    else:
        matched = str(MATCHED.get(hit.kind, ""))
    return {
        "customer_id": hit.customer_id,
        "name": hit.name or hit.customer_id,
        "category": hit.category,
        "under": " · ".join(part for part in (matched, hit.city) if part),
    }
