"""Reads of the library, and of what people made of the plans."""

from carteira.customize.library import ActionSpec, Library, ResourceSpec
from carteira.customize.models import Action, Resource


def library() -> Library:
    """Everything that is in force."""
    return Library(
        actions=tuple(_action(row) for row in Action.objects.filter(active=True)),
        resources=tuple(_resource(row) for row in Resource.objects.all()),
    )


def _action(row: Action) -> ActionSpec:
    return ActionSpec(
        code=row.code,
        name=row.name,
        goal=row.goal,
        channel=row.channel,
        purpose=row.purpose,
        product_group=row.product_group,
        offer=row.offer,
        cost=row.cost,
        uses=row.uses,
        rest_days=row.rest_days,
        window_days=row.window_days,
        holdout=row.holdout,
        minimum=row.minimum,
        who=tuple((str(key), str(value)) for key, value in row.who),
        programme=row.programme,
        expected_effects=row.expected_effects,
        expected_deviation=row.expected_deviation,
        gains=row.gains,
        gains_deviation=row.gains_deviation,
    )


def _resource(row: Resource) -> ResourceSpec:
    return ResourceSpec(
        code=row.code,
        name=row.name,
        unit=row.unit,
        pooled_by=row.pooled_by,
        capacity=row.capacity,
        capacities=row.capacities,
        measured_by=row.measured_by,
    )
