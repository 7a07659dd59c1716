"""A token may do what its scopes say and nothing that its person may not: no scope, no right."""

import pytest

from carteira.accounts.access import access_of, merged
from carteira.accounts.actions.roles import save_role
from carteira.accounts.choices import FieldRule
from carteira.accounts.models import Role
from carteira.book.queries import tables
from tests.access.world import World

pytestmark = pytest.mark.django_db


def test_without_the_scope_a_token_sees_no_tax_id(world: World) -> None:
    whole = access_of(world.users["root"])
    limited = whole.limited_to(["customers:read"])
    assert whole.rule("customers", "tax_id") is None
    assert limited.rule("customers", "tax_id") == FieldRule.MASKED
    assert "11222333" not in str(tables(limited).query("SELECT tax_id FROM customer_golden").to_pylist())


def test_with_the_scope_it_does(world: World) -> None:
    limited = access_of(world.users["root"]).limited_to(["customers:read", "see_tax_ids"])
    assert "11222333" in str(tables(limited).query("SELECT tax_id FROM customer_golden").to_pylist())


def test_a_scope_gives_nothing_that_the_person_may_not(world: World) -> None:
    mara = access_of(world.users["mara"]).limited_to(["customers:read", "see_tax_ids", "users:edit", "merge"])
    assert not mara.can("users", "edit")
    assert not mara.may("merge")
    assert mara.rule("customers", "tax_id") == FieldRule.MASKED
    assert mara.rule("customers", "email") == FieldRule.MASKED


def test_a_hidden_tax_id_stays_hidden_without_the_permission(world: World) -> None:
    save_role(
        "careful", name="", levels={"customers": {"read": 3}}, permissions=[],
        field_rules={"customers": {"tax_id": "hidden"}},
    )  # fmt: skip
    access = merged(None, Role.objects.filter(code="careful"), set())
    assert access.rule("customers", "tax_id") == FieldRule.HIDDEN
