"""Saved views over the interface: the same as on the page, as far as the caller may see and change them."""

from typing import Any

import pytest

from carteira.accounts.access import access_of
from carteira.accounts.models import User
from carteira.differentiate.actions import save_view
from carteira.differentiate.models import FirstView, SavedView
from tests.accounts.cast import make_cast
from tests.api.calling import Caller, key_of

BODY = {
    "name": "Losing money",
    "conditions": {"profit__lt": "0", "category": "mvc", "last_purchase_on__within": "90", "city__in": "Recife,Natal"},
    "flags": ["overdue"],
    "source": "erp",
    "sort": "profit",
    "fields": ["profit", "revenue"],
    "opens_first": True,
}


@pytest.fixture
def cast(book: Any) -> dict[str, User]:
    return make_cast()


def caller(person: User) -> Caller:
    return Caller(key_of(person))


def matching(program: Caller, path: str) -> str:
    return str(program.get(path).headers["ETag"])


def test_a_view_comes_back_as_it_was_saved(cast: dict[str, User]) -> None:
    root = caller(cast["root"])
    made = root.post("/views", BODY)
    assert made.status_code == 201
    shown = made.json()
    assert {name: shown[name] for name in BODY} == BODY
    assert (shown["audience"], shown["team_id"], shown["changeable"]) == ("me", None, True)
    assert root.get(made.headers["Location"].removeprefix("/api/v1")).json() == shown
    assert root.get("/views").json()["items"] == [shown]


def test_a_view_is_changed_removed_and_brought_back(cast: dict[str, User]) -> None:
    root = caller(cast["root"])
    path = f"/views/{root.post('/views', BODY).json()['id']}"
    changed = root.send("PUT", path, {"name": "All"}, If_Match=matching(root, path)).json()
    assert (changed["name"], changed["conditions"], changed["sort"]) == ("All", {}, "-lifetime_value")
    assert not FirstView.objects.exists()
    assert root.send("PUT", path, {"name": "Late"}, If_Match='"old"').status_code == 412
    assert root.send("DELETE", path, None, If_Match=matching(root, path)).status_code == 204
    assert root.get(path).status_code == 404
    assert root.post(f"{path}/bring-back", None).status_code == 204
    assert root.get(path).json() == changed


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"conditions": {"name__contains": "Maria"}}, "personal_in_view"),
        ({"conditions": {"nonsense__lt": "1"}}, "unknown_figure"),
        ({"conditions": {"profit__lt": "much"}}, "bad_condition"),
        ({"sort": "nonsense"}, "unknown_figure"),
        ({"flags": ["nonsense"]}, "unknown_figure"),
        ({"audience": "team", "team_id": 99}, "bad_audience"),
        ({"audience": "world"}, "invalid"),
        ({"name": " "}, "invalid"),
    ],
)
def test_a_view_that_cannot_be(cast: dict[str, User], body: dict[str, Any], code: str) -> None:
    answer = caller(cast["root"]).post("/views", {"name": "View", **body})
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert not SavedView.objects.exists()


def test_what_a_role_does_not_show_is_left_out_of_a_shared_view(cast: dict[str, User]) -> None:
    view = {**BODY, "audience": "everybody", "flags": ["loss", "overdue"]}
    made = caller(cast["root"]).post("/views", view).json()
    shown = caller(cast["charlie"]).get(f"/views/{made['id']}").json()
    assert "profit" not in str({name: shown[name] for name in ("conditions", "sort", "fields")})
    assert (shown["flags"], shown["opens_first"], shown["changeable"]) == (["overdue"], False, False)


def test_nobody_saves_by_a_figure_that_the_role_does_not_show(cast: dict[str, User]) -> None:
    charlie = caller(cast["charlie"])
    for body in ({"conditions": {"profit__lt": "0"}}, {"sort": "profit"}, {"fields": ["profit"]}, {"flags": ["loss"]}):
        assert charlie.post("/views", {"name": "View", **body}).json()["code"] == "unknown_figure"


def test_a_view_of_the_page_is_the_same_one(cast: dict[str, User]) -> None:
    parts = [("category", "mvc"), ("cause", "bad_debt"), ("profit__lt", "0"), ("columns", "profit,months")]
    saved = save_view(access_of(cast["root"]), "customers", "Of the page", parts, "me", None)
    shown = caller(cast["root"]).get(f"/views/{saved.pk}").json()
    assert shown["conditions"] == {"category": "mvc", "loss_cause": "bad_debt", "profit__lt": "0"}
    assert shown["fields"] == ["profit", "months"]


def test_signs_that_nobody_sees_leave_a_name(cast: dict[str, User]) -> None:
    made = caller(cast["root"]).post("/views", {"name": " Late\u200b \u202epayers "})
    assert made.json()["name"] == "Late payers"
