"""Reads of the library, and of what people made of the plans."""

from collections.abc import Sequence
from dataclasses import fields

from carteira.customize.library import ActionSpec, Library, ResourceSpec
from carteira.customize.library_file import Row, action_in, resource_in
from carteira.customize.models import Action, PlanChange, PublishedPlan, Resource
from carteira.customize.options import ActionTerms


def library() -> Library:
    """Everything that is in force."""
    resources = tuple(_resource(row) for row in Resource.objects.all())
    return Library(tuple(_action(row, resources) for row in Action.objects.filter(active=True)), resources)


def shown_library(minor_factor: int) -> dict[str, list[Row]]:
    """What the library holds, as a file says it: money in major units."""
    resources = list(Resource.objects.all())
    units, factor = {row.code: row.unit for row in resources}, 1 / minor_factor
    return {
        "resources": [resource_in(_fields(row), factor) for row in resources],
        "actions": [action_in(_fields(row), units, factor) for row in Action.objects.filter(active=True)],
    }


def _fields(row: Action | Resource) -> Row:
    return {field.name: getattr(row, field.name) for field in row._meta.fields if field.name not in ("id", "active")}


def published_plan(run_id: int) -> PublishedPlan | None:
    """Who made the plan of this run binding, and when; None where nobody has."""
    return PublishedPlan.objects.select_related("published_by").filter(run_id=run_id).first()


def changes(run_id: int) -> dict[int, PlanChange]:
    """What people changed in the plan of this run, by customer: the last change counts."""
    found = PlanChange.objects.select_related("changed_by").filter(run_id=run_id).order_by("id")
    return {change.customer_id: change for change in found}


def frozen(before_run: int) -> dict[int, str]:
    """What people froze in earlier plans, by customer: the code of the action, "" for nothing. A later change of the
    customer that froze nothing sets it free."""
    found = (
        PlanChange.objects.filter(run_id__lt=before_run).order_by("id").values_list("customer_id", "action", "frozen")
    )
    last = {customer_id: (action, is_frozen) for customer_id, action, is_frozen in found}
    return {customer_id: action for customer_id, (action, is_frozen) in last.items() if is_frozen}


def change_for(run_id: int, customer_id: int) -> PlanChange | None:
    """The change that counts for one customer in the plan of this run."""
    return PlanChange.objects.filter(run_id=run_id, customer_id=customer_id).order_by("id").last()


def change_of(change_id: int) -> PlanChange | None:
    """One change of a plan."""
    return PlanChange.objects.filter(id=change_id).first()


def _resource(row: Resource) -> ResourceSpec:
    return ResourceSpec(**{field.name: getattr(row, field.name) for field in fields(ResourceSpec)})


def _action(row: Action, resources: Sequence[ResourceSpec]) -> ActionSpec:
    shared = {field.name: getattr(row, field.name) for field in fields(ActionTerms) if field.name != "uses"}
    own = {field.name: getattr(row, field.name) for field in fields(ActionSpec) if field.name not in ("terms", "who")}
    uses = tuple(row.uses.get(resource.code, 0.0) for resource in resources)
    who = tuple((str(key), str(value)) for key, value in row.who)
    return ActionSpec(terms=ActionTerms(**shared, uses=uses), who=who, **own)
