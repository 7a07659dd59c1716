"""What a new book still needs, in the order of doing."""

from collections.abc import Set
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COST_TABLES = {"costs", "activity_rates", "invoices", "interactions", "cases"}


@dataclass(frozen=True)
class Step:
    """`page` names where the step is done, and `scope` what that needs."""

    title: str | Promise
    why: str | Promise
    done: bool
    page: str
    scope: str


def checklist(loaded: Set[str], has_run: bool, people: int) -> list[Step]:
    """The steps, each done or not. `loaded`: the tables that hold a load; `people`: how many may sign in."""
    return [
        Step(
            _("Load your customers"),
            _("So that each one has a name, an owner and one record."),
            "customers" in loaded,
            "loads:new",
            "loads:create",
        ),
        Step(
            _("Load your orders"),
            _("What each customer bought, line by line, returns included."),
            "orders" in loaded,
            "loads:new",
            "loads:create",
        ),
        Step(
            _("Load what it costs to serve them"),
            _("Visits, calls, cases, invoices: without them every customer looks profitable."),
            bool(COST_TABLES & loaded),
            "loads:new",
            "loads:create",
        ),
        Step(
            _("Compute the book"),
            _("Identity, profit, lifetime value and category of every customer."),
            has_run,
            "loads:list",
            "runs:create",
        ),
        Step(
            _("Invite the others"),
            _("Sellers, service and managers each see what their role and team may see."),
            people > 1,
            "settings:new-person",
            "users:create",
        ),
    ]
