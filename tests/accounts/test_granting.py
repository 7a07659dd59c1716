"""Nobody gives away more than they have: not by a role, a team, a password, nor by a role of their own."""

from typing import Any

import pytest

from carteira.accounts.access import access_of
from carteira.accounts.actions import people
from carteira.accounts.actions.roles import save_role
from carteira.accounts.granting import covers, given_to
from carteira.accounts.models import User
from carteira.errors import CarteiraError
from tests.accounts.cast import make_cast
from tests.accounts.signing_in import PASSWORD

pytestmark = pytest.mark.django_db

EVERYTHING_ON_PEOPLE = dict.fromkeys(("read", "create", "edit", "delete"), 3)


def save_staff_role(code: str = "staff", customers: int = 2, by: Any = None, **given: Any) -> None:
    levels = {"users": EVERYTHING_ON_PEOPLE, "customers": {"read": customers, "edit": customers}, "runs": {"read": 3}}
    levels["decisions"] = {"create": 3}
    save_role(code, name=code, **{"levels": levels, "permissions": ["see_tax_ids"], "field_rules": {}, **given}, by=by)


@pytest.fixture
def cast() -> dict[str, User]:
    return make_cast()


@pytest.fixture
def helper(cast: dict[str, User]) -> User:
    """Looks after the people of the South, and sees its customers."""
    save_staff_role()
    return people.add_user("helper", None, roles=["staff"], teams=["South"])


def refusal(call: Any, *given: Any, **named: Any) -> str:
    with pytest.raises(CarteiraError) as refused:
        call(*given, **named)
    return str(refused.value.code)


def test_it_works(helper: User) -> None:
    added = people.add_user("new", PASSWORD, roles=["seller"], teams=["South"], by=helper)
    assert access_of(added).can("customers", "read")
    people.change_user("new", email="new@example.com", by=helper)
    people.change_password("new", "another long password", by=helper)


@pytest.mark.parametrize("role", ["administrator", "director", "marketing_analyst", "auditor", "data_steward"])
def test_a_greater_role_is_not_given(helper: User, role: str) -> None:
    assert refusal(people.add_user, "new", None, roles=[role], teams=["South"], by=helper) == "beyond_own_access"
    assert refusal(people.change_user, "bob", roles=[role], by=helper) == "beyond_own_access"
    assert refusal(people.change_user, "helper", roles=["staff", role], by=helper) == "beyond_own_access"
    assert not User.objects.filter(username="new").exists()


@pytest.mark.parametrize("team", ["North", "Sales"])
def test_nobody_reaches_another_team_through_oneself(helper: User, team: str) -> None:
    assert refusal(people.change_user, "helper", teams=["South", team], by=helper) == "beyond_own_access"
    assert refusal(people.change_user, "alice", teams=[team], by=helper) == "beyond_own_access"


@pytest.mark.parametrize("name", ["root", "dora", "charlie"])
def test_nobody_becomes_somebody_greater_by_their_password_or_email(helper: User, name: str) -> None:
    assert refusal(people.change_password, name, PASSWORD, by=helper) == "beyond_own_access"
    assert refusal(people.change_user, name, email="helper@example.com", by=helper) == "beyond_own_access"
    assert refusal(people.change_user, name, active=False, by=helper) == "beyond_own_access"


def test_not_through_somebody_who_is_switched_off_either(helper: User, cast: dict[str, User]) -> None:
    people.add_user("second", None, roles=["administrator"])
    people.change_user("second", active=False)
    assert refusal(people.change_password, "second", PASSWORD, by=helper) == "beyond_own_access"
    assert refusal(people.change_user, "second", active=True, by=helper) == "beyond_own_access"


@pytest.mark.parametrize(
    "more",
    [
        {"customers": 3},
        {"permissions": ["see_tax_ids", "export"]},
        {"permissions": ["manage_settings"]},
        {"levels": {"audit": {"read": 3}}},
    ],
)
def test_ones_own_role_is_not_made_greater(helper: User, more: dict[str, Any]) -> None:
    assert refusal(save_staff_role, "staff", by=helper, **more) == "beyond_own_access"
    assert refusal(save_staff_role, "other", by=helper, **more) == "beyond_own_access"
    assert not access_of(User.objects.get(username="helper")).may("export")


def test_a_field_that_one_does_not_see_is_not_opened_to_others(cast: dict[str, User]) -> None:
    save_staff_role("masked", field_rules={"customers": {"email": "masked"}})
    helper = people.add_user("helper", None, roles=["masked"], teams=["South"])
    assert refusal(save_staff_role, "open", by=helper) == "beyond_own_access"
    assert refusal(people.change_user, "helper", roles=["seller"], by=helper) == "beyond_own_access"
    save_staff_role("hidden", by=helper, field_rules={"customers": {"email": "hidden"}})


def test_who_owns_the_folder_and_administrators_give_what_they_like(cast: dict[str, User]) -> None:
    people.change_user("bob", roles=["administrator"], by=cast["root"])
    people.change_user("alice", roles=["director"], teams=["North"])


def test_what_somebody_has_covers_itself(cast: dict[str, User]) -> None:
    for user in cast.values():
        assert covers(access_of(user), given_to(user))
    assert not covers(access_of(cast["alice"]), given_to(cast["root"]))
