"""The plan: who sees it, changes it and makes it binding."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from carteira.book.queries import published_run
from carteira.customize.models import PlanChange
from tests.access.row import Row, makes, marks
from tests.access.world import World

AURORA = "/plan/customers/{customers[aurora]}/"


def changed(world: World, _name: str) -> Mapping[str, Any]:
    """A change of the plan by Root."""
    change = PlanChange.objects.create(
        run_id=published_run().id, customer_id=world.customers["aurora"], action="", changed_by=world.users["root"],
        changed_at=timezone.now(),
    )  # fmt: skip
    return {"change": change.pk}


ROWS = [
    Row("GET", "/today/", "read customers", "/today/", note="nothing is planned for anybody's own"),
    Row("GET", "/plan/", "see margins", "/plan/", shows=marks("name", "west")),
    Row("GET", "/plan/what-if/", "decide plans", "/plan/what-if/?horas=50", note="names nobody"),
    Row(
        "POST", "/plan/customers/<int:customer_id>/", "decide plans", AURORA, form={"action": ""},
        changes=makes("customize_planchange"),
    ),
    Row(
        "POST", "/plan/changes/<int:change_id>/undo/", "decide plans", "/plan/changes/{change}/undo/", given=changed,
        changes=makes("customize_planchange"),
    ),
    Row(
        "POST", "/plan/publish/", "Root alone", "/plan/publish/",
        changes=makes("customize_publishedplan"),
    ),
]  # fmt: skip
