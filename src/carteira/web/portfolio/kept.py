"""The customers that are kept for reasons beyond money: what they cost against what they may cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import ngettext

from carteira.differentiate.conditions import Condition
from carteira.differentiate.declared.queries import live_reasons
from carteira.differentiate.declared.spending import Spending, spending
from carteira.differentiate.listing import Selection
from carteira.differentiate.scope import Scope
from carteira.web import formats
from carteira.web.customers.selection import query_of
from carteira.web.customers.strategic import WHOLE_BOOK, chip_of, owner_of
from carteira.web.navigation import address, customer_url

if TYPE_CHECKING:
    from carteira.differentiate.models import StrategicReason

SHOWN = 10
MOST_IN_LIST = 200
"""Customers that an address of the list can name."""


@dataclass(frozen=True)
class KeptRow:
    """One of them; `over` where it costs more than it may."""

    name: str
    url: str
    why: str
    owner: str
    spent: int
    ceiling: int
    over: bool


@dataclass(frozen=True)
class KeptCustomers:
    """The first of them, those farthest above their ceiling first. `url`: all of them in the list."""

    title: str
    rows: Sequence[KeptRow]
    url: str


def kept_customers(tables: Any, scope: Scope) -> KeptCustomers | None:
    """Those in the scope; None where there are none."""
    reasons = live_reasons()
    ceilings = {customer: sum(each.ceiling for each in found) for customer, found in reasons.items()}
    found = spending(tables, ceilings, scope) if ceilings else ()
    if not found:
        return None
    yearly = tables.run.window != WHOLE_BOOK
    numbers = tuple(row.customer_id for row in found[:MOST_IN_LIST])
    chosen = Selection(conditions=(Condition("customer_id", "in", numbers),))
    return KeptCustomers(
        title=_title(found, tables.run.currency, yearly=yearly),
        rows=[_row(row, reasons[row.customer_id], yearly=yearly) for row in found[:SHOWN]],
        url=address("customers") + query_of(chosen),
    )


def _title(found: Sequence[Spending], currency: str, *, yearly: bool) -> str:
    locale = formats.active_locale()
    over = [row for row in found if row.over > 0] if yearly else []
    words = {
        "customers": formats.number(len(found), locale),
        "spent": formats.money_short(sum(row.spent for row in found), currency, locale),
        "over": formats.number(len(over), locale),
    }
    kept = ngettext(
        "%(customers)s customer kept for more than money cost %(spent)s",
        "%(customers)s customers kept for more than money cost %(spent)s",
        len(found),
    )
    if not over:
        return kept % words
    above = ngettext("%(over)s above its ceiling", "%(over)s above their ceiling", len(over))
    return f"{kept % words}, {above % words}"


def _row(row: Spending, reasons: Sequence["StrategicReason"], *, yearly: bool) -> KeptRow:
    return KeptRow(
        name=row.name or str(row.customer_id),
        url=customer_url(row.customer_id),
        why=chip_of(reasons),
        owner=owner_of(reasons[0]),
        spent=row.spent,
        ceiling=row.ceiling,
        over=yearly and row.over > 0,
    )
