"""The views of the customer list: those that come with the program, and those that people saved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carteira.accounts.access import Access
from carteira.book.selecting import allowed
from carteira.differentiate.choices import CUSTOMER_LIST
from carteira.differentiate.queries import may_change, saved_views
from carteira.differentiate.ready_views import READY_VIEWS
from carteira.differentiate.selection_parts import Parts, selection_of

if TYPE_CHECKING:
    from carteira.differentiate.models import SavedView

EVERYBODY = "all"
"""The code of the list without conditions."""
READY_LABELS: Mapping[str, str | Promise] = {
    "below_zero": _("Below zero"),
    "most_growable": _("Most growable"),
    "overdue": _("Overdue"),
    "slipping_away": _("Slipping away"),
    "new_this_month": _("New this month"),
}


@dataclass(frozen=True)
class View:
    """A view as an address names it: `code` is that of a ready-made one, or the number of a saved one."""

    code: str
    label: str | Promise
    parts: Parts
    saved: "SavedView | None" = None
    changeable: bool = False


def views_of(access: Access) -> dict[str, View]:
    """The views that this person may open, by code. A ready-made one about figures that are not for this person is left
    out; one that somebody shared may be opened, and says what it lacks."""
    if access.aggregates_only:
        return {}
    ready = [View(code, READY_LABELS[code], list(parts)) for code, parts in READY_VIEWS.items() if _fits(access, parts)]
    saved = [
        View(str(view.pk), view.name, [(key, value) for key, value in view.parts], view, may_change(access, view))
        for view in saved_views(access, CUSTOMER_LIST)
    ]
    return {view.code: view for view in [*ready, *saved]}


def _fits(access: Access, parts: Iterable[tuple[str, str]]) -> bool:
    _selection, left_out = allowed(access, selection_of(parts, 1).selection)
    return not left_out
