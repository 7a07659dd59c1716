"""What of a selection somebody may ask for: nothing that rests on a figure which this person may not see."""

from dataclasses import replace

from carteira.accounts.access import Access
from carteira.accounts.choices import FieldRule, Permission
from carteira.book.restricted import MARGINS, secret_fields
from carteira.differentiate.figures import FIGURES, SEE_MARGINS
from carteira.differentiate.listing import FLAG_NEEDS, Selection
from carteira.differentiate.selection_parts import MONTHS

UNSEEN = (FieldRule.MASKED, FieldRule.HIDDEN)


def may_see(access: Access, name: str) -> bool:
    """Whether the figure of that name may be shown, sorted by and asked for."""
    needs = SEE_MARGINS if name in MARGINS else FIGURES[name].needs if name != MONTHS else None
    return _granted(access, needs)


def may_change(access: Access, name: str) -> bool:
    """Whether the field of a customer may be changed, where the customer may be."""
    return access.rule("customers", name) is None


def may_flag(access: Access, flag: str) -> bool:
    """Whether customers may be selected by that flag."""
    return _granted(access, FLAG_NEEDS.get(flag))


def allowed(access: Access, selection: Selection) -> tuple[Selection, int]:
    """The selection without what this person may not ask for, and how many of its conditions were left out.

    Who may see totals only gets those of everybody: the difference of two selections could tell a single customer.
    """
    if access.aggregates_only:
        return Selection(), _size(selection)
    conditions = tuple(c for c in selection.conditions if may_see(access, c.figure))
    choices = {name: value for name, value in selection.choices.items() if may_see(access, name)}
    flags = tuple(flag for flag in selection.flags if may_flag(access, flag))
    cause = selection.cause if may_see(access, "loss_cause") else ""
    found = replace(
        selection,
        conditions=conditions,
        choices=choices,
        flags=flags,
        cause=cause,
        columns=tuple(name for name in selection.columns if may_see(access, name)),
        without=secret_fields(access),
    )
    if not may_see(access, selection.sort):
        found = replace(found, sort=Selection().sort, descending=Selection().descending)
    return found, _size(selection) - _size(found)


def _granted(access: Access, needs: str | None) -> bool:
    if needs == SEE_MARGINS:
        return access.may(Permission.SEE_MARGINS)
    return needs is None or access.rule("customers", needs) not in UNSEEN


def _size(selection: Selection) -> int:
    """How many conditions the selection has."""
    lists = (selection.conditions, selection.choices, selection.flags)
    return sum(map(len, lists)) + sum(map(bool, (selection.cause, selection.source, selection.text)))
