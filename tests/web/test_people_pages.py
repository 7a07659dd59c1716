"""The pages of administration: what they change, what they refuse in place, and for whom there are any."""

import json
from typing import Any

import pytest
from django.test import Client

from carteira.accounts.actions import people, teams
from carteira.accounts.actions.roles import save_role
from carteira.accounts.actions.tokens import make_token
from carteira.accounts.models import AuditEntry, Role, Team, Token, User
from carteira.book.models import Setting
from tests.accounts.cast import make_cast
from tests.accounts.signing_in import ENGLISH

pytestmark = pytest.mark.django_db

OTHER = "another long password"
SECTIONS = {
    "root": {"people", "teams", "roles", "tokens", "book", "audit"},
    "eva": {"people", "teams", "roles", "tokens", "audit"},
    "alice": set(),
    "dora": set(),
    "nina": set(),
}


@pytest.fixture
def cast() -> dict[str, User]:
    return make_cast()


@pytest.fixture
def root(cast: dict[str, User], client: Client) -> Client:
    client.force_login(cast["root"])
    return client


def as_person(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post(client: Client, path: str, **data: Any) -> Any:
    return client.post(path, data, headers=ENGLISH)


def text_of(page: Any) -> str:
    return str(page.content.decode())


def changed(user: User, **data: Any) -> dict[str, Any]:
    """The form of a person as it stands, with something changed."""
    now = {
        "full_name": user.get_full_name(),
        "email": user.email,
        "employee": user.employee or "",
        "roles": [role.code for role in user.roles.all()],
        "teams": [team.name for team in user.teams.all()],
    }
    return {**now, "active": "on", **data}


@pytest.mark.parametrize("name", SECTIONS)
def test_it_works(cast: dict[str, User], name: str) -> None:
    client = as_person(cast[name])
    every = {section: client.get(f"/settings/{section}/").status_code for section in SECTIONS["root"]}
    assert {section for section, status in every.items() if status == 200} == SECTIONS[name]
    assert set(every.values()) <= {200, 403}
    index = client.get("/settings/")
    assert index.status_code == (302 if SECTIONS[name] else 403)
    rail = text_of(client.get("/account/", headers=ENGLISH)).partition("</nav>")[0]
    assert ('href="/settings/"' in rail) == bool(SECTIONS[name])


def test_a_person_is_added_with_a_password(root: Client) -> None:
    answer = post(
        root, "/settings/people/new/", username="new", password=OTHER, full_name="Nova  Pessoa", email="n@example.com",
        employee="Nova P", roles=["seller", "auditor"], teams=["South"],
    )  # fmt: skip
    user = User.objects.get(username="new")
    assert answer.headers["Location"] == f"/settings/people/{user.pk}/"
    assert user.check_password(OTHER)
    assert user.get_full_name() == "Nova Pessoa"
    assert {role.code for role in user.roles.all()} == {"seller", "auditor"}
    assert [team.name for team in user.teams.all()] == ["South"]
    assert AuditEntry.objects.filter(action="user_added", actor="root").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"username": "alice"}, "There is already somebody called alice."),
        ({"username": "ALICE"}, "There is already somebody called ALICE."),
        ({"username": "a b"}, "is not a name to sign in with"),
        ({"username": ""}, "This field is required."),
        ({"password": "short"}, "too easy to guess"),
        ({"email": "nonsense"}, "Enter a valid email address."),
        ({"email": "alice@example.com"}, "Somebody else has this e-mail address."),
        ({"employee": "Alice Prado"}, "Somebody else is already called Alice Prado"),
        ({"roles": ["emperor"]}, "emperor is not one of the available choices"),
        ({"teams": ["Moon"]}, "Moon is not one of the available choices"),
    ],
)
def test_a_refusal_is_said_in_place_and_nothing_is_added(root: Client, given: dict[str, Any], said: str) -> None:
    people.change_user("alice", email="alice@example.com")
    before = User.objects.count()
    page = post(root, "/settings/people/new/", **{"username": "new", "password": OTHER, **given})
    assert page.status_code == 422
    assert said in text_of(page)
    assert User.objects.count() == before


def test_a_person_is_changed(root: Client, cast: dict[str, User]) -> None:
    bob = cast["bob"]
    data = changed(bob, roles=["sales_manager"], teams=["Sales"], full_name="Bob Reis", email="bob@example.com")
    answer = post(root, f"/settings/people/{bob.pk}/change/", **data)
    assert answer.status_code == 302
    bob.refresh_from_db()
    assert [role.code for role in bob.roles.all()] == ["sales_manager"]
    assert [team.name for team in bob.teams.all()] == ["Sales"]
    assert bob.email == "bob@example.com"


def test_the_last_administrator_stays(root: Client, cast: dict[str, User]) -> None:
    for data in ({"roles": ["director"]}, {"active": ""}):
        given = changed(cast["root"], **data)
        if not given["active"]:
            given.pop("active")
        page = post(root, f"/settings/people/{cast['root'].pk}/change/", **given)
        assert page.status_code == 422
        assert "nobody would be left who may change people" in text_of(page)
    cast["root"].refresh_from_db()
    assert cast["root"].is_active
    assert [role.code for role in cast["root"].roles.all()] == ["administrator"]


def test_no_field_besides_those_of_the_form_counts(root: Client, cast: dict[str, User]) -> None:
    bob = cast["bob"]
    planted = {"is_superuser": "on", "is_staff": "on", "username": "king", "password": OTHER, "id": cast["root"].pk}
    post(root, f"/settings/people/{bob.pk}/change/", **changed(bob, **planted))
    bob.refresh_from_db()
    assert (bob.username, bob.is_superuser, bob.is_staff) == ("bob", False, False)
    assert not bob.has_usable_password()


def test_somebody_who_reads_people_changes_none(cast: dict[str, User]) -> None:
    eva, bob = as_person(cast["eva"]), cast["bob"]
    assert eva.get(f"/settings/people/{bob.pk}/").status_code == 200
    for path in ("change/", "password/", "link/", "sign-out/", "second-step/"):
        assert post(eva, f"/settings/people/{bob.pk}/{path}", **changed(bob, roles=["director"])).status_code == 403
    assert post(eva, "/settings/people/new/", username="x", password=OTHER).status_code == 403
    assert post(eva, "/settings/teams/new/", name="x").status_code == 403
    assert post(eva, "/settings/roles/new/", name="x").status_code == 403
    page = text_of(eva.get(f"/settings/people/{bob.pk}/"))
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


def test_somebody_who_changes_people_gives_no_more_than_they_have(cast: dict[str, User]) -> None:
    levels = {"users": dict.fromkeys(("read", "create", "edit"), 3)}
    save_role("staff", name="Staff", levels=levels, permissions=[], field_rules={})
    helper = as_person(people.add_user("helper", None, roles=["staff"]))
    page = post(helper, "/settings/people/new/", username="new", password=OTHER, roles=["administrator"])
    assert "That would give more than your own roles include." in text_of(page)
    root = cast["root"]
    for path, data in (("password/", {"password": OTHER}), ("link/", {}), ("sign-out/", {}), ("second-step/", {})):
        assert post(helper, f"/settings/people/{root.pk}/{path}", **data).status_code in (409, 422), path
    assert not User.objects.filter(username="new").exists()
    root.refresh_from_db()
    assert not root.has_usable_password()


def test_a_password_is_set_for_somebody(root: Client, cast: dict[str, User]) -> None:
    path = f"/settings/people/{cast['bob'].pk}/password/"
    assert "too easy to guess" in text_of(post(root, path, password="short"))
    assert post(root, path, password=OTHER).status_code == 302
    cast["bob"].refresh_from_db()
    assert cast["bob"].check_password(OTHER)


def test_people_are_found_by_name_role_and_team(root: Client) -> None:
    for words, names in (("ali", {"alice"}), ("Sales manager", {"dora"}), ("north", {"charlie"}), ("zzz", set())):
        page = root.post("/settings/people/find/", {"q": words}, headers=ENGLISH, follow=True)
        assert {user.username for user, _label, _roles in page.context["people"]} == names, words
        assert words not in page.redirect_chain[0][0]


@pytest.mark.parametrize("path", ["/settings/people/999/", "/settings/roles/none/", "/settings/roles/none/change/"])
def test_what_is_not_there_is_not_found(root: Client, path: str) -> None:
    assert root.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["people/1/change/", "people/1/password/", "people/1/link/", "people/1/sign-out/", "teams/new/", "teams/1/remove/",
     "roles/seller/remove/", "tokens/1/revoke/"],
)  # fmt: skip
def test_looking_changes_nothing(root: Client, path: str) -> None:
    assert root.get(f"/settings/{path}").status_code == 405


def tree(client: Client) -> list[tuple[str, int]]:
    return [(team.name, depth) for team, depth, _people, _form in client.get("/settings/teams/").context["rows"]]


def test_teams_stand_as_a_tree_and_can_be_moved(root: Client) -> None:
    assert tree(root) == [("Sales", 0), ("North", 1), ("South", 1)]
    south = Team.objects.get(name="South")
    assert post(root, f"/settings/teams/{south.pk}/", name="Deep South", parent="North").status_code == 302
    assert post(root, "/settings/teams/new/", name="West", parent="").status_code == 302
    assert tree(root) == [("Sales", 0), ("North", 1), ("Deep South", 2), ("West", 0)]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name": "Sales", "parent": "North"}, "cannot stand below itself"),
        ({"name": "South", "parent": ""}, "There is already a team South."),
        ({"name": "", "parent": ""}, "This field is required."),
    ],
)
def test_a_refused_change_of_a_team_is_said_in_place(root: Client, data: dict[str, str], said: str) -> None:
    page = post(root, f"/settings/teams/{Team.objects.get(name='Sales').pk}/", **data)
    assert page.status_code == 422
    assert said in text_of(page)
    assert Team.objects.filter(name="Sales", parent=None).exists()


def test_a_team_with_teams_is_not_removed(root: Client) -> None:
    page = post(root, f"/settings/teams/{Team.objects.get(name='Sales').pk}/remove/")
    assert page.status_code == 409
    assert "has teams below it" in text_of(page)
    assert post(root, f"/settings/teams/{Team.objects.get(name='North').pk}/remove/").status_code == 302
    assert not Team.objects.filter(name="North").exists()


def test_a_role_is_read_in_words(root: Client) -> None:
    page = text_of(root.get("/settings/roles/marketing_analyst/", headers=ENGLISH))
    for words in ("Works with every customer", "Export data to files", "E-mail: Masked", "Credit limit: Shown", "All"):
        assert words in page


def test_a_copy_of_a_role_says_what_the_first_says(root: Client) -> None:
    form = root.get("/settings/roles/new/?from=seller", headers=ENGLISH)
    assert form.context["name"] == "Seller (own)"
    cells = {cell.name: cell.level for row in form.context["rows"] for cell in row.cells if cell.exists}
    levels = {f"{name}": str(int(level)) for name, level in cells.items()}
    answer = post(root, "/settings/roles/new/", name="Vendedor júnior", permission=["see_tax_ids"], **levels)
    assert answer.headers["Location"] == "/settings/roles/vendedor-junior/"
    role, seller = Role.objects.get(code="vendedor-junior"), Role.objects.get(code="seller")
    assert role.permissions == seller.permissions
    assert {k: v for k, v in role.levels["customers"].items() if v} == seller.levels["customers"]
    assert not role.ready_made


def test_a_role_is_changed_and_removed(root: Client, cast: dict[str, User]) -> None:
    save_role("own", name="Own", levels={"customers": {"read": 1}}, permissions=[], field_rules={})
    people.change_user("nina", roles=["own"])
    data = {"name": "Ours", "level:customers:read": "2", "rule:customers:email": "hidden", "permission": ["export"]}
    assert post(root, "/settings/roles/own/change/", **data).status_code == 302
    role = Role.objects.get(code="own")
    assert (role.name, role.levels, role.permissions) == ("Ours", {"customers": {"read": 2}}, ["export"])
    assert role.field_rules == {"customers": {"email": "hidden"}}
    assert "Somebody has the role" in text_of(post(root, "/settings/roles/own/remove/"))
    people.change_user("nina", roles=[])
    assert post(root, "/settings/roles/own/remove/").status_code == 302


@pytest.mark.parametrize(
    "data",
    [
        {"level:customers:read": "9"},
        {"level:customers:fly": "3"},
        {"level:moons:read": "3"},
        {"level:users:read": "1"},
        {"permission": ["fly"]},
        {"rule:customers:email": "burnt"},
        {"rule:customers:shoe_size": "hidden"},
        {"name": ""},
    ],
)
def test_a_role_of_nonsense_is_refused(root: Client, data: dict[str, Any]) -> None:
    before = Role.objects.count()
    page = post(root, "/settings/roles/new/", **{"name": "Odd", **data})
    assert page.status_code == 422
    assert Role.objects.count() == before


def test_ready_made_roles_stay(root: Client) -> None:
    assert root.get("/settings/roles/seller/change/").status_code == 409
    assert post(root, "/settings/roles/seller/change/", name="x").status_code == 409
    assert post(root, "/settings/roles/seller/remove/").status_code == 409
    answer = post(root, "/settings/roles/new/", name="Seller")
    assert answer.headers["Location"] == "/settings/roles/seller-2/"


def test_a_token_is_made_shown_once_and_ended(root: Client) -> None:
    assert "What it is for" in text_of(root.get("/account/", headers=ENGLISH))
    data = {"name": "ERP", "days": "30", "scopes": ["customers:read", "export"]}
    made = post(root, "/account/tokens/", **data)
    token = Token.objects.get()
    key = text_of(made).partition("data-token>")[2].partition("<")[0]
    assert key.startswith("cart_")
    assert "no-store" in made.headers["Cache-Control"]
    for path in ("/account/", "/settings/tokens/", "/settings/audit/"):
        assert key not in text_of(root.get(path))
    assert post(root, f"/account/tokens/{token.pk}/").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None


@pytest.mark.parametrize(
    "data",
    [
        {"name": ""},
        {"scopes": []},
        {"days": "9999"},
        {"days": "0"},
        {"scopes": ["users:read"]},
        {"scopes": ["customers:delete"]},
        {"scopes": ["*"]},
    ],
)
def test_a_token_of_more_than_the_person_may_is_refused(cast: dict[str, User], data: dict[str, Any]) -> None:
    alice = as_person(cast["alice"])
    given = {"name": "mine", "days": "30", "scopes": ["customers:read"]}
    assert post(alice, "/account/tokens/", **given | data).status_code == 422
    assert not Token.objects.exists()


def test_nobody_ends_a_token_of_somebody_else_but_an_administrator(root: Client, cast: dict[str, User]) -> None:
    token, _key = make_token(cast["alice"], "hers", ["customers:read"], 30)
    assert post(as_person(cast["bob"]), f"/account/tokens/{token.pk}/").status_code == 404
    assert post(as_person(cast["eva"]), f"/settings/tokens/{token.pk}/revoke/").status_code == 403
    token.refresh_from_db()
    assert token.revoked_at is None
    assert post(root, f"/settings/tokens/{token.pk}/revoke/").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None


def settings_of(client: Client) -> dict[str, str]:
    fields = client.get("/settings/book/", headers=ENGLISH).context["fields"]
    return {field.key: field.text for field in fields if not field.fixed}


def test_settings_of_the_book_are_changed_all_or_none(root: Client) -> None:
    given = settings_of(root)
    wrong = {**given, "discount_rate": "0.2", "most_valuable_share": "7", "bad_debt_ageing": "{"}
    page = post(root, "/settings/book/", **wrong)
    assert page.status_code == 422
    assert text_of(page).count("That is not a value for this setting.") == 2
    assert not Setting.objects.exists()
    right = {**given, "discount_rate": "0,2", "country": "pt", "rfmt_points": json.dumps({"shoes": 2})}
    assert post(root, "/settings/book/", **right).status_code == 302
    assert dict(Setting.objects.values_list("key", "value")) == {
        "discount_rate": 0.2, "country": "PT", "rfmt_points": {"shoes": 2.0}
    }  # fmt: skip
    assert AuditEntry.objects.filter(action="setting_changed").count() == 3


def test_nothing_changed_is_nothing_told(root: Client) -> None:
    assert post(root, "/settings/book/", **settings_of(root)).status_code == 302
    assert not Setting.objects.exists()


def test_a_fixed_setting_stays(root: Client) -> None:
    post(root, "/settings/book/", **settings_of(root), currency="USD", time_zone="UTC", demo="1")
    assert not Setting.objects.exists()


def test_every_setting_has_its_words(root: Client) -> None:
    for field in root.get("/settings/book/").context["fields"]:
        assert field.label != field.key


TEXT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_no_text_of_anybody_becomes_part_of_a_page(root: Client, cast: dict[str, User]) -> None:
    bob = cast["bob"]
    people.change_user("bob", full_name=TEXT[:140], employee=TEXT[:200])
    teams.add_team(TEXT[:90])
    people.change_user("bob", teams=[TEXT[:90]], roles=["seller"])
    save_role("own", name=TEXT[:90], levels={}, permissions=[], field_rules={})
    token, _key = make_token(bob, TEXT[:90], ["customers:read"], 30)
    paths = ["/settings/people/", f"/settings/people/{bob.pk}/", "/settings/teams/", "/settings/roles/",
             "/settings/roles/own/", "/settings/roles/own/change/", "/settings/roles/new/?from=own",
             "/settings/tokens/",
             "/settings/audit/", "/settings/people/?find=%3Cscript%3Ealert(1)", "/settings/people/new/"]  # fmt: skip
    for path in paths:
        page = root.get(path)
        assert page.status_code == 200, path
        assert "<script>alert" not in text_of(page), path
        assert "<img src=x" not in text_of(page), path
    assert "<script>alert" not in text_of(as_person(bob).get("/account/"))
    assert token.name in TEXT
