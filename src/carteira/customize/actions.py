"""What people do to the library and the plans: one transaction each."""

from collections.abc import Iterable, Mapping, Sequence
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
    written = [action_in(row, units, minor_factor) for row in actions]
    install_library(
        [resource_in(row, minor_factor) for row in resources], [{**row, "cost": round(row["cost"])} for row in written]
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
    row = model._default_manager.filter(code=values.get("code", "")).first() or model()
    for name, value in values.items():
        setattr(row, name, value)
    try:
        row.full_clean()
    except (ValidationError, TypeError) as error:
        fields = ", ".join(error.message_dict) if isinstance(error, ValidationError) else ""
        raise CarteiraError(code, name=str(values.get("code", "")), field=fields) from error
    return row
