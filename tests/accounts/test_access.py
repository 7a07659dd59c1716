"""The one rule: several roles merge to the most permissive, teams reach downwards, and tokens only narrow."""

import pytest

from carteira.accounts.access import FULL, NOTHING, Access, Reach, access_of, merged
from carteira.accounts.actions import people, teams
from carteira.accounts.actions.roles import save_role
from carteira.accounts.choices import FieldRule, Level, Permission
from carteira.accounts.models import Role, User
from carteira.accounts.roles import READY_ROLES
from carteira.errors import CarteiraError
from tests.accounts.cast import make_cast

pytestmark = pytest.mark.django_db


def role(**given: object) -> Role:
    return Role(**{"levels": {}, "permissions": [], "field_rules": {}, **given})


def test_it_works() -> None:
    cast = make_cast()
    alice, dora = access_of(cast["alice"]), access_of(cast["dora"])
    assert alice.level("customers", "read") == Level.TEAM
    assert alice.level("customers", "edit") == Level.OWN
    assert not alice.may(Permission.EXPORT)
    assert dora.teams > alice.teams


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [(0, 0, Level.NONE), (1, 0, Level.OWN), (1, 2, Level.TEAM), (3, 2, Level.ALL), (0, 3, Level.ALL)],
)
def test_the_highest_level_holds(one: int, other: int, level: Level) -> None:
    roles = [role(levels={"customers": {"read": one}}), role(levels={"customers": {"read": other}})]
    assert merged(1, roles, set()).level("customers", "read") == level


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("hidden", "hidden", FieldRule.HIDDEN),
        ("hidden", "masked", FieldRule.MASKED),
        ("masked", "read_only", FieldRule.READ_ONLY),
        ("hidden", None, None),
    ],
)
def test_the_mildest_field_rule_holds(one: str, other: str | None, rule: FieldRule | None) -> None:
    given = [{"customers": {"email": text}} if text else {} for text in (one, other)]
    assert merged(1, [role(field_rules=rules) for rules in given], set()).rule("customers", "email") == rule


def test_every_permission_of_any_role_counts() -> None:
    found = merged(1, [role(permissions=["export"]), role(permissions=["merge"])], set())
    assert found.permissions == {"export", "merge"}


def test_tax_ids_are_masked_without_the_permission() -> None:
    assert merged(1, [role()], set()).rule("customers", "tax_id") == FieldRule.MASKED
    assert merged(1, [role(permissions=["see_tax_ids"])], set()).rule("customers", "tax_id") is None


def test_a_team_reaches_down_but_not_up_or_sideways() -> None:
    cast = make_cast()
    ids = {team.name: team.pk for user in cast.values() for team in user.teams.all()}
    assert access_of(cast["dora"]).teams == {ids["Sales"], ids["South"], ids["North"]}
    assert access_of(cast["bob"]).teams == {ids["South"]}


def test_nobody_without_a_role_or_no_longer_active_may_do_anything() -> None:
    cast = make_cast()
    assert not access_of(cast["nina"]).levels
    people.change_user("alice", active=False)
    assert access_of(User.objects.get(username="alice")) is NOTHING


@pytest.mark.parametrize(
    ("reach", "sql"),
    [
        (Reach(everything=True), "TRUE"),
        (Reach(), "FALSE"),
        (Reach(user=7), "(owner_id = 7)"),
        (Reach(user=7, teams=frozenset({3, 2})), "(owner_id = 7 OR team_id IN (2, 3))"),
    ],
)
def test_a_reach_is_a_condition(reach: Reach, sql: str) -> None:
    assert reach.sql() == sql


def test_a_token_only_narrows() -> None:
    access = access_of(make_cast()["alice"])
    narrow = access.limited_to(["customers:read", "export", "users:edit"])
    assert narrow.level("customers", "read") == Level.TEAM
    assert not narrow.can("customers", "edit")
    assert not narrow.can("users", "edit")
    assert not narrow.may(Permission.EXPORT)


def test_a_refusal_is_one_error() -> None:
    with pytest.raises(CarteiraError, match="role does not include"):
        Access().check("customers", "read")
    FULL.check("customers", "anything")


def test_ready_roles_speak_only_of_what_there_is() -> None:
    from carteira.accounts.kinds import kinds

    known = kinds()
    for ready in READY_ROLES.values():
        for kind, levels in ready.levels.items():
            assert kind == "*" or set(levels) <= set(known[kind].actions)
        for kind, rules in ready.rules.items():
            assert set(rules) <= set(known[kind].fields)


@pytest.mark.parametrize(
    "wrong",
    [
        {"levels": {"ghosts": {"read": 3}}},
        {"levels": {"customers": {"fly": 3}}},
        {"levels": {"customers": {"read": 9}}},
        {"levels": {"users": {"read": 1}}},
        {"permissions": ["rule_the_world"]},
        {"field_rules": {"customers": {"shoe_size": "hidden"}}},
        {"field_rules": {"customers": {"email": "burnt"}}},
    ],
)
def test_a_role_of_nonsense_is_refused_and_not_kept(wrong: dict[str, object]) -> None:
    given = {"levels": {}, "permissions": [], "field_rules": {}, **wrong}
    with pytest.raises(CarteiraError) as refusal:
        save_role("own", name="Own", **given)  # type: ignore[arg-type]
    assert refusal.value.code == "bad_role"
    assert not Role.objects.filter(code="own").exists()


def test_the_last_administrator_stays() -> None:
    people.add_user("root", None, roles=["administrator"])
    for change in ({"active": False}, {"roles": []}):
        with pytest.raises(CarteiraError) as refusal:
            people.change_user("root", **change)  # type: ignore[arg-type]
        assert refusal.value.code == "last_administrator"
    assert access_of(User.objects.get(username="root")).may(Permission.MANAGE_SETTINGS)


def test_teams_make_no_circle() -> None:
    make_cast()
    with pytest.raises(CarteiraError) as refusal:
        teams.change_team("Sales", parent="South")
    assert refusal.value.code == "team_below_itself"
