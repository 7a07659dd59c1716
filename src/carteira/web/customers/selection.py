"""What the address of the customer list says, and the addresses of its neighbours."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carteira.differentiate.listing import CHOICES, FLAGS, SORTS, Selection
from carteira.web.customers.words import CAUSES

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


def selection_of(query: QueryDict) -> Selection:
    """The selection that the query string names; what it names wrongly counts as not named.

    `flag` may come several times; `sort` is a column, with a minus sign in front for the highest first.
    """
    sort = query.get("sort", "")
    column = sort.removeprefix("-")
    given = Selection(
        text=query.get("q", "")[:200].strip(),
        choices={name: value for name in CHOICES if (value := query.get(name, ""))},
        source=query.get("source", ""),
        cause=query.get("cause", "") if query.get("cause") in CAUSES else "",
        flags=tuple(flag for flag in dict.fromkeys(query.getlist("flag")) if flag in FLAGS),
        page=_page(query.get("page", "")),
    )
    return replace(given, sort=column, descending=sort.startswith("-")) if column in SORTS else given


def query_of(selection: Selection) -> str:
    """The query string of a selection, defaults left out; "" or "?..."."""
    query = QueryDict(mutable=True)
    standard = Selection()
    parts: dict[str, Any] = {
        "q": selection.text,
        **selection.choices,
        "source": selection.source,
        "cause": selection.cause,
    }
    query.update({name: value for name, value in parts.items() if value})
    query.setlist("flag", list(selection.flags))
    if (selection.sort, selection.descending) != (standard.sort, standard.descending):
        query["sort"] = sort_name(selection.sort, selection.descending)
    if selection.page > 1:
        query["page"] = str(selection.page)
    text = query.urlencode()
    return f"?{text}" if text else ""


def sort_name(column: str, descending: bool) -> str:
    return f"-{column}" if descending else column


def _page(text: str) -> int:
    return max(int(text), 1) if text.isdecimal() and len(text) < 8 else 1
