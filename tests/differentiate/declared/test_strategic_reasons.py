"""Reasons to keep a customer beyond money: who may declare them, how long they hold, and the way back from each."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from carteira.accounts.access import access_of
from carteira.accounts.models import AuditEntry, User
from carteira.differentiate.declared.actions.strategic_reasons import (
    Declaration,
    change_reason,
    declare_reason,
    end_reason,
    undo_reason,
)
from carteira.differentiate.declared.queries import live_reasons, strategic_reasons
from carteira.differentiate.models import StrategicReason
from carteira.errors import CarteiraError
from carteira.identify.actions import point_at_survivors
from carteira.identify.models import Customer

pytestmark = pytest.mark.django_db


def given(cast: dict[str, User], **changes: Any) -> Declaration:
    until = timezone.localdate() + timedelta(days=30)
    return replace(Declaration("reference", cast["dora"].pk, "Hospitals ask them first", until, 2_000_000), **changes)


def declared(cast: dict[str, User], customer: int, by: str = "alice", **changes: Any) -> StrategicReason:
    return declare_reason(access_of(cast[by]), cast[by], customer, given(cast, **changes))


def refused(action: Any, *arguments: Any) -> tuple[str, str]:
    with pytest.raises(CarteiraError) as caught:
        action(*arguments)
    return caught.value.code, caught.value.hint


def test_it_works(cast: dict[str, User], customers: dict[str, int]) -> None:
    reason = declared(cast, customers["aurora"])
    assert list(strategic_reasons(customers["aurora"])) == [reason]
    assert live_reasons() == {customers["aurora"]: [reason]}
    assert live_reasons([customers["boreal"]]) == {}
    entry = AuditEntry.objects.latest("id")
    assert (entry.action, entry.actor_id) == ("strategic_reason_declared", cast["alice"].pk)
    assert "Hospitals" not in str(entry.details)


@pytest.mark.parametrize(
    ("name", "customer", "code"),
    [
        ("alice", "aurora", ""),
        ("dora", "boreal", ""),
        ("root", "boreal", ""),
        ("bob", "aurora", "not_allowed"),
        ("alice", "central", "not_allowed"),
        ("alice", "boreal", "not_found"),
        ("eva", "aurora", "not_found"),
        ("nina", "aurora", "not_found"),
    ],
)
def test_who_may_change_the_customer_may_declare(
    cast: dict[str, User], customers: dict[str, int], name: str, customer: str, code: str
) -> None:
    if code:
        assert refused(declared, cast, customers[customer], name)[0] == code
    else:
        declared(cast, customers[customer], name)
    assert StrategicReason.objects.count() == (0 if code else 1)


@pytest.mark.parametrize(
    ("changes", "code", "hint"),
    [
        ({"kind": "money"}, "bad_strategic_reason", "strategic_kind"),
        ({"words": " "}, "bad_strategic_reason", "strategic_words"),
        ({"words": "x" * 501}, "bad_strategic_reason", "strategic_words"),
        ({"words": "two\nlines"}, "bad_strategic_reason", "strategic_words"),
        ({"ceiling": -1}, "bad_strategic_reason", "strategic_ceiling"),
        ({"owner_id": 999}, "no_such_person", ""),
    ],
)
def test_what_cannot_be_declared(
    cast: dict[str, User], customers: dict[str, int], changes: dict[str, Any], code: str, hint: str
) -> None:
    with pytest.raises(CarteiraError) as caught:
        declared(cast, customers["aurora"], **changes)
    assert (caught.value.code, caught.value.hint) == (code, hint)
    assert not StrategicReason.objects.exists()


def test_it_holds_through_its_last_day(cast: dict[str, User], customers: dict[str, int]) -> None:
    today = timezone.localdate()
    reason = declared(cast, customers["aurora"], until=today)
    assert live_reasons() == {customers["aurora"]: [reason]}
    StrategicReason.objects.update(until=today - timedelta(days=1))
    assert live_reasons() == {}
    assert list(strategic_reasons(customers["aurora"])) == [reason]
    with pytest.raises(CarteiraError, match="today or later"):
        declared(cast, customers["aurora"], until=today - timedelta(days=1))


def test_each_step_has_a_way_back(cast: dict[str, User], customers: dict[str, int]) -> None:
    alice, aurora = cast["alice"], customers["aurora"]
    reason = declared(cast, aurora)
    steps = access_of(alice), alice, aurora, reason.pk
    change_reason(*steps, given(cast, kind="learning", ceiling=5))
    assert refused(undo_reason, *steps, "declared")[0] == "nothing_to_undo"
    undo_reason(*steps, "changed")
    stands = StrategicReason.objects.get()
    assert (stands.kind, stands.ceiling, stands.until) == ("reference", 2_000_000, reason.until)
    assert refused(undo_reason, *steps, "changed")[0] == "nothing_to_undo"
    end_reason(*steps)
    assert not strategic_reasons(aurora).exists()
    assert refused(end_reason, *steps)[0] == "not_found"
    undo_reason(*steps, "ended")
    assert strategic_reasons(aurora).exists()
    undo_reason(*steps, "declared")
    assert not strategic_reasons(aurora).exists()


def test_the_way_back_is_for_who_may_change_the_customer(cast: dict[str, User], customers: dict[str, int]) -> None:
    reason = declared(cast, customers["aurora"])
    for action, more in ((end_reason, ()), (undo_reason, ("declared",))):
        for name, code in (("bob", "not_allowed"), ("charlie", "not_found")):
            steps = access_of(cast[name]), cast[name], customers["aurora"], reason.pk
            assert refused(action, *steps, *more)[0] == code
    boreals = access_of(cast["charlie"]), cast["charlie"], customers["boreal"], reason.pk
    assert refused(end_reason, *boreals)[0] == "not_found"


def test_it_follows_a_customer_that_is_merged_and_comes_back(cast: dict[str, User], customers: dict[str, int]) -> None:
    aurora, central, boreal = (customers[name] for name in ("aurora", "central", "boreal"))
    reason = declared(cast, aurora)
    point_at_survivors([(aurora, central)], [])
    point_at_survivors([(central, boreal)], [])
    assert live_reasons() == {boreal: [reason]}
    assert live_reasons([boreal, central]) == {boreal: [reason]}
    assert list(strategic_reasons(boreal)) == [reason]
    point_at_survivors([], [aurora, central])
    assert live_reasons() == {aurora: [reason]}


def test_a_declaration_for_a_merged_customer_is_for_the_survivor(
    cast: dict[str, User], customers: dict[str, int]
) -> None:
    Customer.objects.filter(pk=customers["aurora"]).update(merged_into=customers["boreal"])
    assert declared(cast, customers["aurora"], "dora").customer_id == customers["boreal"]
