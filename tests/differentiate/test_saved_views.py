"""Saved views: who sees them, who changes them, and that a removed one comes back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from carteira.accounts.access import FULL, access_of
from carteira.accounts.models import Team, User
from carteira.differentiate.actions import (
    FORGOTTEN,
    MOST_VIEWS,
    bring_back_view,
    change_view,
    open_first,
    remove_view,
    save_view,
)
from carteira.differentiate.models import SavedView
from carteira.differentiate.queries import first_view, saved_views
from carteira.errors import CarteiraError
from tests.accounts.cast import make_cast

PARTS = [("category", "mvc"), ("sort", "-revenue")]


@pytest.fixture
def cast(db: None) -> dict[str, User]:
    return make_cast()


def seen(person: User) -> list[str]:
    return [view.name for view in saved_views(access_of(person), "customers")]


def save(person: User, name: str = "Mine", audience: str = "me", team: str = "") -> SavedView:
    number = Team.objects.get(name=team).pk if team else None
    return save_view(access_of(person), "customers", name, PARTS, audience, number)


def test_an_own_view_is_for_nobody_else(cast: dict[str, User]) -> None:
    view = save(cast["alice"])
    assert view.parts == [["category", "mvc"], ["sort", "-revenue"]]
    assert {name: seen(person) for name, person in cast.items() if seen(person)} == {"alice": ["Mine"]}


def test_a_view_of_the_team_is_for_those_around_it(cast: dict[str, User]) -> None:
    save(cast["alice"], "Of the South", "team", "South")
    save(cast["dora"], "Of all sellers", "team", "Sales")
    assert set(seen(cast["bob"])) == {"Of the South", "Of all sellers"}
    assert seen(cast["charlie"]) == ["Of all sellers"]
    assert set(seen(cast["dora"])) == {"Of the South", "Of all sellers"}
    assert seen(cast["eva"]) == []


def test_a_view_for_everybody_stands_after_the_own_ones(cast: dict[str, User]) -> None:
    save(cast["alice"], "A: for all", "everybody")
    save(cast["eva"], "Z: own")
    assert seen(cast["eva"]) == ["Z: own", "A: for all"]


@pytest.mark.parametrize(
    ("audience", "team", "code"),
    [("world", "", "bad_audience"), ("team", "", "bad_audience"), ("team", "North", "bad_audience")],
)
def test_a_view_is_shared_with_the_own_teams_only(cast: dict[str, User], audience: str, team: str, code: str) -> None:
    with pytest.raises(CarteiraError) as refusal:
        save(cast["alice"], "X", audience, team)
    assert refusal.value.code == code
    assert SavedView.objects.count() == 0


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x07b"])
def test_a_view_needs_a_name(cast: dict[str, User], name: str) -> None:
    with pytest.raises(CarteiraError) as refusal:
        save(cast["alice"], name)
    assert refusal.value.code == "bad_view_name"


def test_nobody_in_person_saves_none(db: None) -> None:
    with pytest.raises(CarteiraError) as refusal:
        save_view(FULL, "customers", "X", PARTS, "me", None)
    assert refusal.value.code == "not_allowed"


def test_a_person_has_so_many_views_and_no_more(cast: dict[str, User]) -> None:
    made = [SavedView(list_name="customers", name="x", owner=cast["alice"], parts=[]) for _ in range(MOST_VIEWS)]
    SavedView.objects.bulk_create(made)
    with pytest.raises(CarteiraError) as refusal:
        save(cast["alice"])
    assert refusal.value.code == "too_many_views"


def test_the_owner_changes_a_view_and_others_do_not(cast: dict[str, User]) -> None:
    view = save(cast["alice"], "Ours", "everybody")
    change_view(access_of(cast["alice"]), "customers", view.pk, parts=[("status", "former")], name="Gone")
    for name, code in (("bob", "not_allowed"), ("nina", "not_allowed")):
        with pytest.raises(CarteiraError) as refusal:
            change_view(access_of(cast[name]), "customers", view.pk, name="Stolen")
        assert refusal.value.code == code
    view.refresh_from_db()
    assert (view.name, view.parts) == ("Gone", [["status", "former"]])


def test_who_manages_settings_changes_what_is_shared_but_sees_no_own_view_of_others(cast: dict[str, User]) -> None:
    shared, own = save(cast["alice"], "Ours", "everybody"), save(cast["alice"], "Mine")
    change_view(access_of(cast["root"]), "customers", shared.pk, name="Everybody's")
    with pytest.raises(CarteiraError) as refusal:
        change_view(access_of(cast["root"]), "customers", own.pk, name="X")
    assert refusal.value.code == "unknown_view"


def test_a_removed_view_comes_back(cast: dict[str, User]) -> None:
    view = save(cast["alice"])
    remove_view(access_of(cast["alice"]), "customers", view.pk)
    assert seen(cast["alice"]) == []
    with pytest.raises(CarteiraError):
        bring_back_view(access_of(cast["bob"]), "customers", view.pk)
    with pytest.raises(CarteiraError):
        bring_back_view(access_of(cast["root"]), "customers", view.pk)
    bring_back_view(access_of(cast["alice"]), "customers", view.pk)
    assert seen(cast["alice"]) == ["Mine"]


def test_a_view_that_was_removed_long_ago_is_forgotten(cast: dict[str, User]) -> None:
    old, new = save(cast["alice"], "Old"), save(cast["alice"], "New")
    SavedView.objects.filter(pk=old.pk).update(removed_at=timezone.now() - FORGOTTEN - timedelta(minutes=1))
    remove_view(access_of(cast["alice"]), "customers", new.pk)
    assert list(SavedView.objects.values_list("name", flat=True)) == ["New"]


def test_the_list_opens_with_the_view_that_was_chosen(cast: dict[str, User]) -> None:
    alice, bob = access_of(cast["alice"]), access_of(cast["bob"])
    own = save(cast["alice"])
    open_first(alice, "customers", "overdue")
    open_first(alice, "customers", str(own.pk))
    assert (first_view(alice, "customers"), first_view(bob, "customers")) == (str(own.pk), "")
    for unknown in (str(own.pk), "nothing"):
        with pytest.raises(CarteiraError):
            open_first(bob, "customers", unknown)
    open_first(alice, "customers", "")
    assert first_view(alice, "customers") == ""
