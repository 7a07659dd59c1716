"""Records that somebody owns, and the one rule of who may see them."""

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from carteira.accounts.access import Access


class OwnedRecord(models.Model):
    """A record with an owner and a team. `kind` is its name in the roles."""

    kind: ClassVar[str]

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    team = models.ForeignKey("accounts.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        abstract = True


Record = TypeVar("Record", bound=OwnedRecord)


def visible(access: "Access", queryset: "models.QuerySet[Record]", action: str = "read") -> "models.QuerySet[Record]":
    """The records of the queryset that the access reaches for the action."""
    return queryset.filter(access.reach(queryset.model.kind, action).q())


def reaches(access: "Access", record: Any, action: str) -> bool:
    """Whether the access reaches this very record for the action."""
    reach = access.reach(record.kind, action)
    own = reach.user is not None and record.owner_id == reach.user
    return reach.everything or own or record.team_id in reach.teams
