"""Setting the portfolio that the company wants, and taking that back."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from carteira.accounts import audit
from carteira.accounts.access import Access
from carteira.accounts.choices import Permission
from carteira.differentiate.declared.queries import target_in_force
from carteira.differentiate.declared.target import Target, as_json, check
from carteira.differentiate.models import TargetPortfolio
from carteira.errors import CarteiraError


def check_may_set(access: Access) -> None:
    """Raises `not_allowed` for who does not manage: see margins, and change many customers."""
    access.check("customers", "edit")
    access.check_may(Permission.SEE_MARGINS)
    access.check_may(Permission.MASS_UPDATE)


@transaction.atomic
def set_target(access: Access, by: Any, target: Target) -> TargetPortfolio:
    """Puts another target in force. Raises `not_allowed`, and as `target.check`."""
    check_may_set(access)
    check(target)
    made = TargetPortfolio.objects.create(**as_json(target), set_by_id=getattr(by, "pk", None))
    audit.record(by, "target_portfolio_set", target=made.pk)
    return made


@transaction.atomic
def take_back_target(access: Access, by: Any, target_id: int) -> None:
    """The target before this one is in force again. Raises `not_allowed`, and `nothing_to_undo` where this one is not
    in force any more."""
    check_may_set(access)
    now = target_in_force()
    if now is None or now.pk != target_id:
        raise CarteiraError("nothing_to_undo")
    now.taken_back_at = timezone.now()
    now.save(update_fields=["taken_back_at"])
    audit.record(by, "target_portfolio_taken_back", target=now.pk)
