"""What the address of the customer list says, and the addresses of its neighbours.

An address names everything but personal data: the words of a search and the names of customers stay with the session of
whoever typed them, and the address has their key (`find`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carteira.accounts.access import Access, access_of
from carteira.book.selecting import allowed
from carteira.differentiate.choices import CUSTOMER_LIST
from carteira.differentiate.listing import Selection
from carteira.differentiate.queries import first_view
from carteira.differentiate.selection_parts import Parts, is_personal, parts_of, selection_of
from carteira.web.customers.tabs import EVERYBODY, View, views_of
from carteira.web.lists.private import keep, kept
from carteira.web.lists.table import page_number

FLAG_LABELS: Mapping[str, str | Promise] = {
    "growable": _("Most valuable with much left to win"),
    "repairable": _("Below zero, can be put in order"),
    "exit": _("Below zero, stop spending"),
    "losing_now": _("Valuable, yet losing money now"),
    "loss": _("Lost money in the period"),
    "overdue": _("With overdue invoices"),
    "moved": _("Changed category since the last run"),
    "revenue_up_profit_up": _("Revenue up, profit up"),
    "revenue_up_profit_down": _("Revenue up, profit down"),
    "revenue_down_profit_up": _("Revenue down, profit up"),
    "revenue_down_profit_down": _("Revenue down, profit down"),
}
OWN_KEYS = ("view", "from", "find", "page")
"""Keys of the address that are no parts of a selection."""


@dataclass(frozen=True)
class Asked:
    """What an address asks for, as far as this person may ask it.

    `view`: the one that the list stands on, `changed` where the selection is no longer the view's. `left_out`: how many
    conditions were not understood or not allowed; `lost`: the words of the search are not here; `gone`: the view is not
    there, or not for this person. `first`: the view with which the list opens for this person.
    """

    selection: Selection
    factor: int
    session: Any
    views: Mapping[str, View]
    view: View | None = None
    view_parts: Parts = field(default_factory=list)
    find: str = ""
    left_out: int = 0
    lost: bool = False
    gone: bool = False
    first: str = ""

    @property
    def parts(self) -> Parts:
        return parts_of(self.selection, self.factor)

    @property
    def personal(self) -> Parts:
        return [part for part in self.parts if is_personal(part[0])]

    @property
    def public(self) -> Parts:
        """The parts that an address may name."""
        return [part for part in self.parts if not is_personal(part[0])]

    @property
    def changed(self) -> bool:
        return self.view is not None and self.parts != self.view_parts

    def address(self, selection: Selection | None = None, **changes: Any) -> str:
        """The address of the list with another selection, or with the present one changed in these fields."""
        wanted = replace(selection or self.selection, **changes)
        found = parts_of(wanted, self.factor)
        personal = [part for part in found if is_personal(part[0])]
        public = [part for part in found if not is_personal(part[0])]
        key = self.find if personal == self.personal else keep(self.session, personal)
        if self.view is not None and public == self.view_parts:
            public = [("view", self.view.code)]
        elif self.view is not None:
            public.append(("from", self.view.code))
        elif not public:
            public = [("view", EVERYBODY)]
        page = [("page", str(wanted.page))] if wanted.page > 1 else []
        return list_address([*public, *([("find", key)] if key else []), *page])


def asked_of(request: HttpRequest, factor: int, query: QueryDict | None = None) -> Asked:
    """What the request's address asks for, or the query given. An address that says nothing opens the person's first
    view. `factor`: minor units in a major one."""
    access = access_of(request.user)
    query = request.GET if query is None else query
    views = views_of(access)
    given = [(key, value) for key, values in query.lists() for value in values if not _own(key)]
    find = query.get("find", "")
    code = named = query.get("view", "") or query.get("from", "")
    first = first_view(access, CUSTOMER_LIST)
    if not code and not find and not parts_of(selection_of(given, factor).selection, factor):
        code = first
    view = views.get(code)
    _selection, view_parts, _left = _read(access, view.parts if view else [], factor)
    hidden = kept(request.session, find) if find else []
    if view is not None and "from" not in query:
        given = list(view.parts)
    selection, _parts, left_out = _read(access, [*given, *(hidden or [])], factor)
    return Asked(
        replace(selection, page=page_number(query.get("page", ""))),
        factor,
        request.session,
        views,
        view,
        view_parts,
        find if hidden else "",
        left_out,
        hidden is None,
        bool(named) and named != EVERYBODY and view is None,
        first,
    )


def query_of(selection: Selection, factor: int = 1) -> str:
    """The query string of a selection; "" or "?...". `factor` counts where there are conditions on money."""
    text = urlencode(parts_of(selection, factor))
    return f"?{text}" if text else ""


def list_address(parts: Parts) -> str:
    """The address of the list with these parts."""
    return reverse("customers:list") + (f"?{urlencode(parts)}" if parts else "")


def _own(key: str) -> bool:
    """Whether the key says something else than the selection; personal data in an address says nothing."""
    return key in OWN_KEYS or is_personal(key)


def _read(access: Access, parts: Parts, factor: int) -> tuple[Selection, Parts, int]:
    """The selection of the parts as far as it may be asked, its parts, and how many conditions were left out."""
    read = selection_of(parts, factor)
    selection, left_out = allowed(access, read.selection)
    return selection, parts_of(selection, factor), read.wrong + left_out
