"""Adding people and changing their passwords."""

import pytest

from carteira.accounts import queries
from carteira.accounts.actions import people as actions
from carteira.errors import CarteiraError

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    user = actions.add_user("alice", "correct horse battery")
    assert user.check_password("correct horse battery")
    assert [person.username for person in queries.users()] == ["alice"]


def test_the_first_user_is_made_once() -> None:
    first = actions.first_user()
    assert first is not None
    assert first[0] == "admin"
    assert actions.first_user() is None


def test_a_name_is_taken_whatever_its_case() -> None:
    actions.add_user("alice", "correct horse battery")
    with pytest.raises(CarteiraError) as refusal:
        actions.add_user("ALICE", "correct horse battery")
    assert refusal.value.code == "user_exists"


@pytest.mark.parametrize("password", ["short", "password1234567"[:8], "1234567890"])
def test_a_weak_password_is_refused_and_nobody_is_added(password: str) -> None:
    with pytest.raises(CarteiraError) as refusal:
        actions.add_user("alice", password)
    assert refusal.value.code == "weak_password"
    assert queries.users() == []


def test_a_password_can_be_changed() -> None:
    actions.add_user("alice", "correct horse battery")
    actions.change_password("alice", "another long password")
    assert queries.users()[0].check_password("another long password")


def test_nobody_has_no_password_to_change() -> None:
    with pytest.raises(CarteiraError) as refusal:
        actions.change_password("bob", "another long password")
    assert refusal.value.code == "unknown_user"


def test_a_name_with_odd_characters_is_refused() -> None:
    with pytest.raises(CarteiraError) as refusal:
        actions.add_user("a b", "correct horse battery")
    assert refusal.value.code == "bad_user_name"
