"""The ready-made roles: a start for every company, kept up to date with the program until a company changes one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carteira.accounts.choices import FieldRule, Level, Permission

ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class ReadyRole:
    """`levels` by kind and action; "*" stands for every kind and action."""

    label: str | Promise
    purpose: str | Promise
    levels: Mapping[str, Mapping[str, Level]]
    permissions: tuple[Permission, ...] = ()
    rules: Mapping[str, Mapping[str, FieldRule]] = field(default_factory=dict)


def _all(*actions: str) -> dict[str, Level]:
    return dict.fromkeys(actions, Level.ALL)


_CONTACTS_MASKED = {
    "customers": dict.fromkeys(("email", "phone", "street", "birth_date"), FieldRule.MASKED),
}

READY_ROLES: Mapping[str, ReadyRole] = {
    ADMINISTRATOR: ReadyRole(
        _("Administrator"),
        _("Sees and does everything, and decides who else may."),
        {"*": _all("*")},
        tuple(Permission),
    ),
    "director": ReadyRole(
        _("Director"),
        _("Sees the whole company and steers it."),
        {
            "customers": _all("read", "edit"),
            "loads": _all("read"),
            "runs": _all("read", "create"),
            "users": _all("read"),
            "audit": _all("read"),
        },
        (
            Permission.EXPORT,
            Permission.MASS_UPDATE,
            Permission.SEE_MARGINS,
            Permission.SEE_TAX_IDS,
            Permission.SEE_AGGREGATES,
            Permission.DECIDE_PLANS,
        ),
    ),
    "sales_manager": ReadyRole(
        _("Sales manager"),
        _("Sees and steers the customers of the teams below."),
        {"customers": {"read": Level.TEAM, "edit": Level.TEAM}, "runs": _all("read"), "decisions": _all("create")},
        (
            Permission.EXPORT,
            Permission.MASS_UPDATE,
            Permission.SEE_MARGINS,
            Permission.SEE_TAX_IDS,
            Permission.DECIDE_PLANS,
        ),
    ),
    "seller": ReadyRole(
        _("Seller"),
        _("Sees the customers of the team, changes the own ones."),
        {"customers": {"read": Level.TEAM, "edit": Level.OWN}, "runs": _all("read"), "decisions": _all("create")},
        (Permission.SEE_TAX_IDS,),
    ),
    "service_supervisor": ReadyRole(
        _("Service supervisor"),
        _("Sees every customer who may call, and steers the service team."),
        {"customers": {"read": Level.ALL, "edit": Level.TEAM}, "runs": _all("read"), "decisions": _all("create")},
        (Permission.SEE_TAX_IDS,),
    ),
    "service_agent": ReadyRole(
        _("Service agent"),
        _("Sees every customer who may call."),
        {"customers": {"read": Level.ALL}, "runs": _all("read"), "decisions": _all("create")},
        (Permission.SEE_TAX_IDS,),
        {"customers": {"credit_limit": FieldRule.HIDDEN}},
    ),
    "marketing_analyst": ReadyRole(
        _("Marketing analyst"),
        _("Works with every customer's figures, without contact data."),
        {"customers": _all("read"), "runs": _all("read", "create"), "loads": _all("read")},
        (Permission.EXPORT, Permission.SEE_MARGINS, Permission.SEE_AGGREGATES),
        _CONTACTS_MASKED,
    ),
    "data_steward": ReadyRole(
        _("Data steward"),
        _("Brings data in and keeps customers in order, without margins."),
        {
            "customers": _all("read", "create", "edit"),
            "loads": _all("read", "create", "delete"),
            "runs": _all("read", "create"),
        },
        (Permission.EXPORT, Permission.MASS_UPDATE, Permission.MERGE, Permission.ERASE, Permission.SEE_TAX_IDS),
    ),
    "auditor": ReadyRole(
        _("Auditor"),
        _("Sees who did what, and company totals, but no customer."),
        {"audit": _all("read"), "users": _all("read"), "loads": _all("read"), "runs": _all("read")},
        (Permission.SEE_MARGINS, Permission.SEE_AGGREGATES),
    ),
    "integration": ReadyRole(
        _("Integration"),
        _("For programs: brings facts in and reads every figure."),
        {
            "customers": _all("read", "create", "edit"),
            "loads": _all("read", "create", "delete"),
            "runs": _all("read", "create"),
            "decisions": _all("create"),
        },
        (Permission.EXPORT, Permission.SEE_MARGINS, Permission.SEE_TAX_IDS),
    ),
}
