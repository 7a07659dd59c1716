"""An event of the story as a line of the page."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carteira.web import formats

ICONS = {
    "order": "cash",
    "return": "arrows-exchange",
    "visit": "users",
    "call": "phone",
    "email": "mail",
    "chat": "message",
    "message": "message",
    "letter": "mail",
    "web": "external-link",
    "case": "alert-triangle",
    "case_resolved": "circle-check",
    "survey": "star",
    "invoice_late": "calendar-due",
    "cost": "minus",
    "treatment": "sparkles",
}
TITLES = {
    "order": gettext_lazy("Order %(reference)s"),
    "return": gettext_lazy("Return on order %(reference)s"),
    "visit": gettext_lazy("Visit"),
    "call": gettext_lazy("Call"),
    "email": gettext_lazy("E-mail"),
    "chat": gettext_lazy("Chat"),
    "message": gettext_lazy("Message"),
    "letter": gettext_lazy("Letter"),
    "web": gettext_lazy("Visit to the site"),
    "case": gettext_lazy("Case opened"),
    "case_resolved": gettext_lazy("Case resolved"),
    "survey": gettext_lazy("Survey"),
    "invoice_late": gettext_lazy("Invoice %(reference)s overdue"),
    "cost": gettext_lazy("Cost"),
    "treatment": gettext_lazy("Campaign"),
}
GIVES = frozenset({"order"})
TAKES = frozenset({"return", "invoice_late", "cost", "case", "treatment"})


def event(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the timeline with its icon, title and details in words, and its amount signed: a cost is negative."""
    amount = row["amount"]
    return {
        "at": row["at"],
        "kind": row["kind"],
        "icon": ICONS[row["kind"]],
        "title": _title(row),
        "details": _details(row),
        "amount": None if not amount else -amount if row["kind"] in TAKES else amount,
        "troubled": row["kind"] in ("case", "invoice_late", "return"),
    }


def _title(row: Mapping[str, Any]) -> str:
    return str(TITLES[row["kind"]]) % {"reference": row["reference"] or ""}


def _details(row: Mapping[str, Any]) -> str:
    """The words of the source, how long it took, and what its figure means."""
    locale = formats.active_locale()
    parts = [row["text"]]
    if row["minutes"]:
        parts.append(formats.minutes(round(row["minutes"]), locale))
    if row["value"] is not None:
        parts.append(_figure(row["kind"], row["value"]))
    return " · ".join(part for part in parts if part)


def _figure(kind: str, value: float) -> str:
    locale = formats.active_locale()
    if kind == "invoice_late":
        return _("%(duration)s late") % {"duration": formats.duration(int(value), locale)}
    if kind in ("case", "case_resolved"):
        return _("satisfaction %(score)s") % {"score": formats.number(value, locale, 1)}
    return _("score %(score)s") % {"score": formats.number(value, locale, 1)}
