"""The words for what roles and tokens speak of."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carteira.accounts.choices import Permission
from carteira.accounts.kinds import kinds
from carteira.accounts.roles import READY_ROLES

if TYPE_CHECKING:
    from carteira.accounts.models import Role, User

ACTIONS: Mapping[str, str | Promise] = {
    "read": _("See"),
    "create": _("Add"),
    "edit": _("Change"),
    "delete": _("Remove"),
}
FIELDS: Mapping[str, str | Promise] = {
    "tax_id": _("Tax id"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "birth_date": _("Date of birth"),
    "street": _("Street"),
    "postal_code": _("Postal code"),
    "credit_limit": _("Credit limit"),
}


def role_label(role: "Role") -> str:
    """What people call the role."""
    ready = READY_ROLES.get(role.code)
    return str(ready.label) if ready and role.ready_made else role.name or role.code


def role_purpose(role: "Role") -> str:
    ready = READY_ROLES.get(role.code)
    return str(ready.purpose) if ready and role.ready_made else ""


def person_label(user: "User") -> str:
    """How to call a person: the full name, else the name to sign in with."""
    return user.get_full_name() or user.get_username()


def scope_label(scope: str) -> str:
    """A scope in words: "Customers: see", or a permission's own."""
    kind, _colon, action = scope.partition(":")
    if not action:
        return str(Permission(scope).label) if scope in Permission.values else scope
    known = kinds().get(kind)
    label = str(known.label) if known else kind
    return f"{label}: {str(ACTIONS.get(action, action)).lower()}"


def field_label(name: str) -> str:
    return str(FIELDS.get(name, name))
