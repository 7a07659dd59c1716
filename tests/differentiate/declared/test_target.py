"""The target portfolio: what may be wanted, who may say so, and that it can be taken back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carteira.accounts.access import access_of
from carteira.accounts.models import AuditEntry, User
from carteira.differentiate.declared.actions.target import set_target, take_back_target
from carteira.differentiate.declared.queries import target_in_force, target_of
from carteira.differentiate.declared.target import Criteria, Share, Target, as_json, check, from_json
from carteira.differentiate.models import TargetPortfolio
from carteira.errors import CarteiraError

WANTED = Target(
    {"category": {"mvc": Share(0.2, 0.6), "mgc": Share(0.25)}, "need": {"speed": Share(lifetime_value=1.0)}},
    Criteria("Two buyers at least", [("kind", "company")]),
    Criteria("Below zero for two years", [("flag", "exit")]),
)
shares = st.floats(0, 0.2)


def refused(target: Target) -> str:
    with pytest.raises(CarteiraError) as caught:
        check(target)
    assert caught.value.code == "bad_target"
    return caught.value.hint


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ({"category": {"mvc": Share(0.6), "mgc": Share(0.4)}}, ""),
        ({"category": {"mvc": Share(0.6), "mgc": Share(0.401)}}, "target_over_whole"),
        ({"need": {"a": Share(None, 0.6), "b": Share(1.0, 0.5)}}, "target_over_whole"),
        ({"category": {"mvc": Share(1.0)}, "need": {"price": Share(1.0)}}, ""),
        ({"category": {"vip": Share(0.1)}}, "target_share"),
        ({"city": {"Recife": Share(0.1)}}, "target_share"),
        ({"need": {"": Share(0.1)}}, "target_share"),
        ({"category": {"mvc": Share(-0.1)}}, "target_share"),
        ({"category": {"mvc": Share(float("nan"))}}, "target_share"),
    ],
)
def test_the_shares_of_a_dimension_are_a_whole_at_most(wanted: dict[str, Any], hint: str) -> None:
    if hint:
        assert refused(Target(wanted)) == hint
    else:
        check(Target(wanted))


def test_criteria_name_no_customer_and_are_not_endless() -> None:
    assert refused(Target(leaving=Criteria("", [("name__contains", "Ana")]))) == "target_personal"
    assert refused(Target(acceptance=Criteria("x" * 1_001))) == "target_words"


@given(shares, shares)
def test_what_is_kept_is_what_was_wanted(customers: float, lifetime_value: float) -> None:
    shares = {"category": {"mvc": Share(customers, lifetime_value), "mgc": Share(None, lifetime_value)}}
    target = Target(shares, WANTED.acceptance, WANTED.leaving)
    check(target)
    assert from_json(as_json(target)) == target


@pytest.mark.django_db
def test_the_newest_is_in_force_until_it_is_taken_back(cast: dict[str, User]) -> None:
    dora, access = cast["dora"], access_of(cast["dora"])
    assert target_of(target_in_force()).empty
    first, second = set_target(access, dora, WANTED), set_target(access, dora, Target())
    assert target_in_force() == second
    with pytest.raises(CarteiraError) as caught:
        take_back_target(access, dora, first.pk)
    assert caught.value.code == "nothing_to_undo"
    take_back_target(access, dora, second.pk)
    assert target_of(target_in_force()) == WANTED
    said = [entry.action for entry in AuditEntry.objects.order_by("-id")[:3]]
    assert said == ["target_portfolio_taken_back", "target_portfolio_set", "target_portfolio_set"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["alice", "eva", "nina"])
def test_it_is_set_by_who_manages(cast: dict[str, User], name: str) -> None:
    with pytest.raises(CarteiraError) as caught:
        set_target(access_of(cast[name]), cast[name], WANTED)
    assert caught.value.code == "not_allowed"
    assert not TargetPortfolio.objects.exists()
