"""What a new book still needs, in the order of doing."""

from collections.abc import Set
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COST_TABLES = {"costs", "activity_rates", "invoices", "interactions", "cases"}


@dataclass(frozen=True)
class Step:
    title: str | Promise
    why: str | Promise
    done: bool


def checklist(loaded: Set[str], has_run: bool) -> list[Step]:
    """The steps, each done or not. `loaded`: the tables that hold a load."""
    return [
        Step(
            _("Load your customers"), _("So that each one has a name, an owner and one record."), "customers" in loaded
        ),
        Step(
            _("Load your orders"), _("What each customer bought, line by line, returns included."), "orders" in loaded
        ),
        Step(
            _("Load what it costs to serve them"),
            _("Visits, calls, cases, invoices: without them every customer looks profitable."),
            bool(COST_TABLES & loaded),
        ),
        Step(_("Compute the book"), _("Identity, profit, lifetime value and category of every customer."), has_run),
    ]
