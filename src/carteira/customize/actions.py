"""What people do to the library and the plans: one transaction each."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from carteira.customize.models import Action, Resource
from carteira.differentiate.figures import WAYS
from carteira.differentiate.selection_parts import is_personal, selection_of
from carteira.errors import CarteiraError

LONGEST_WINDOW = 3650
"""Days."""
Row = TypeVar("Row", bound=models.Model)


@transaction.atomic
def install_library(resources: Iterable[Mapping[str, Any]], actions: Iterable[Mapping[str, Any]]) -> None:
    """Puts these resources and actions into the library, in place of those with the same codes."""
    for values in resources:
        save_resource(values)
    for values in actions:
        save_action(values)


@transaction.atomic
def save_resource(values: Mapping[str, Any]) -> Resource:
    """Adds the resource, or changes the one with its code. Raises `bad_resource`, naming what does not fit."""
    row = _filled(Resource, values, "bad_resource")
    amounts = [row.capacity, *row.capacities.values()]
    if any(amount is not None and not amount >= 0 for amount in amounts):
        raise CarteiraError("bad_resource", name=row.code, field="capacity")
    row.save()
    return row


@transaction.atomic
def save_action(values: Mapping[str, Any]) -> Action:
    """Adds the action, or changes the one with its code. Raises `bad_action`, naming what does not fit."""
    row = _filled(Action, values, "bad_action")
    known = set(Resource.objects.values_list("code", flat=True))
    wrong = {
        "uses": set(row.uses) - known or any(not amount >= 0 for amount in row.uses.values()),
        "who": any(is_personal(key) for key, _ in row.who) or selection_of([tuple(part) for part in row.who], 1).wrong,
        "expected_effects": any(not effect > -1 for effect in row.expected_effects.values()),
        "expected_deviation": not row.expected_deviation > 0,
        "gains": set(row.gains) - set(WAYS) or any(not 0 <= share <= 1 for share in row.gains.values()),
        "gains_deviation": not row.gains_deviation >= 0,
        "holdout": not 0 <= row.holdout < 1,
        "window_days": not 0 < row.window_days <= LONGEST_WINDOW,
    }
    for field, is_wrong in wrong.items():
        if is_wrong:
            raise CarteiraError("bad_action", name=row.code, field=field)
    row.save()
    return row


def _filled(model: type[Row], values: Mapping[str, Any], code: str) -> Row:
    """The row with this code, or a new one, with the values; checked field by field."""
    row = model._default_manager.filter(code=values.get("code", "")).first() or model()
    for name, value in values.items():
        setattr(row, name, value)
    try:
        row.full_clean()
    except (ValidationError, TypeError) as error:
        fields = ", ".join(error.message_dict) if isinstance(error, ValidationError) else ""
        raise CarteiraError(code, name=str(values.get("code", "")), field=fields) from error
    return row
