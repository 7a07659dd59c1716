"""What people do to the library and the plans: one transaction each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isfinite
from typing import Any, TypeVar

import numpy as np
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from carteira.accounts.audit import record
from carteira.customize.library_file import action_in, resource_in
from carteira.customize.models import Action, PlanChange, PublishedPlan, Resource
from carteira.customize.options import Options
from carteira.customize.planning import cost_of_change
from carteira.differentiate.figures import WAYS
from carteira.differentiate.selection_parts import is_personal, selection_of
from carteira.errors import CarteiraError

LONGEST_WINDOW = 3650
"""Days."""
Row = TypeVar("Row", bound=models.Model)


def put_library(
    resources: Sequence[Mapping[str, Any]], actions: Sequence[Mapping[str, Any]], minor_factor: int
) -> None:
    """Puts what a library file says, money in major units, into the library: all or nothing. Raises as
    `install_library`."""
    units = {row.code: row.unit for row in Resource.objects.all()}
    units |= {str(row.get("code")): str(row.get("unit")) for row in resources}
    install_library(
        [resource_in(row, minor_factor) for row in resources], [action_in(row, units, minor_factor) for row in actions]
    )


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
    fits = {
        "capacity": lambda: row.capacity is None or _amount(row.capacity),
        "capacities": lambda: _amounts(row.capacities),
    }
    return _saved(row, fits, "bad_resource")


@transaction.atomic
def save_action(values: Mapping[str, Any]) -> Action:
    """Adds the action, or changes the one with its code. Raises `bad_action`, naming what does not fit."""
    row = _filled(Action, values, "bad_action")
    known = set(Resource.objects.values_list("code", flat=True))
    fits = {
        "uses": lambda: set(row.uses) <= known and _amounts(row.uses),
        "who": lambda: not any(is_personal(key) for key, _ in row.who) and _understood(row.who),
        "expected_effects": lambda: all(isfinite(effect) and effect > -1 for effect in row.expected_effects.values()),
        "expected_deviation": lambda: isfinite(row.expected_deviation) and row.expected_deviation > 0,
        "gains": lambda: set(row.gains) <= set(WAYS) and all(0 <= share <= 1 for share in row.gains.values()),
        "gains_deviation": lambda: _amount(row.gains_deviation),
        "holdout": lambda: 0 <= row.holdout < 1,
        "window_days": lambda: 0 < row.window_days <= LONGEST_WINDOW,
    }
    return _saved(row, fits, "bad_action")


@transaction.atomic
def change_plan(user: Any, options: Options, customer_id: int, code: str, reason: str, *, frozen: bool) -> PlanChange:
    """Gives a customer another action than the plan proposes (`code` "": nothing), or freezes what it proposes.

    Raises `action_not_open` where conditions, consent, rest or the control group keep the customer from it.
    """
    row, codes = options.place(customer_id), [action.code for action in options.actions]
    if row < 0 or (code and code not in codes):
        raise CarteiraError("action_not_open", hint="choose_an_open_action")
    cost = cost_of_change(options, row, codes.index(code) if code else -1)
    if cost == np.inf:
        raise CarteiraError("action_not_open", hint="choose_an_open_action")
    planned = int(options.choice[row])
    change = PlanChange.objects.create(
        run_id=options.run_id,
        customer_id=customer_id,
        proposed=codes[planned] if planned >= 0 else "",
        action=code,
        cost=round(cost),
        reason=reason,
        frozen=frozen,
        changed_by=user,
        changed_at=timezone.now(),
    )
    record(user, "plan_changed", run=options.run_id, customer=customer_id, chosen=code)
    return change


@transaction.atomic
def undo_change(user: Any, change_id: int) -> None:
    """Takes back what somebody changed: the plan's own proposal, or an earlier change, holds again."""
    change = PlanChange.objects.filter(id=change_id).first()
    if change is None:
        raise CarteiraError("change_gone")
    change.delete()
    record(user, "plan_change_undone", run=change.run_id, customer=change.customer_id, chosen=change.action)


@transaction.atomic
def publish_plan(user: Any, run_id: int) -> PublishedPlan:
    """Makes the plan of the run binding. Publishing it again changes nothing."""
    plan, new = PublishedPlan.objects.get_or_create(
        run_id=run_id, defaults={"published_by": user, "published_at": timezone.now()}
    )
    if new:
        record(user, "plan_published", run=run_id)
    return plan


def _filled(model: type[Row], values: Mapping[str, Any], code: str) -> Row:
    """The row with this code, or a new one, with the values; checked field by field."""
    name = str(values.get("code", ""))
    row = model._default_manager.filter(code=name).first() or model()
    known = {field.name for field in model._meta.fields} - {"id"}
    if unknown := sorted(set(values) - known):
        raise CarteiraError(code, name=name, field=", ".join(unknown))
    for field, value in values.items():
        setattr(row, field, value)
    try:
        row.full_clean()
    except (ValidationError, TypeError) as error:
        fields = ", ".join(error.message_dict) if isinstance(error, ValidationError) else ""
        raise CarteiraError(code, name=name, field=fields) from error
    return row


def _saved(row: Row, fits: Mapping[str, Callable[[], bool]], code: str) -> Row:
    """The row, kept where each of these fields fits; what cannot even be looked at does not."""
    for field, fit in fits.items():
        try:
            fitting = fit()
        except (AttributeError, TypeError, ValueError):
            fitting = False
        if not fitting:
            raise CarteiraError(code, name=str(row), field=field)
    row.save()
    return row


def _amount(value: Any) -> bool:
    return isfinite(value) and value >= 0


def _amounts(values: Mapping[str, Any]) -> bool:
    return all(_amount(value) for value in values.values())


def _understood(who: Sequence[Sequence[str]]) -> bool:
    return not selection_of([(key, value) for key, value in who], 1).wrong
