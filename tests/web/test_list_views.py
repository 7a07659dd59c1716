"""Saved views as pages: tabs above the list, saving, sharing, changing, removing with a way back, and the first one."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from carteira.accounts.models import Team, User
from carteira.differentiate.models import SavedView
from carteira.web.customers import filter_view, list_view
from tests.accounts.cast import make_cast
from tests.web.fake_customers import FakeCustomers

CARDS = [
    {"customer_id": 1, "name": "Aurora", "category": "mvc", "revenue": 900_00, "profit": 400_00},
    {"customer_id": 2, "name": "Boreal", "category": "below_zero", "revenue": 300_00, "profit": -1_00},
]


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, User]]:
    for view in (list_view, filter_view):
        monkeypatch.setattr(view, "tables", lambda access: FakeCustomers(customer_card=CARDS))
    with translation.override("en"):
        yield make_cast()


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return client


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def save(client: Client, **fields: str) -> SavedView:
    given = {"name": "Mine", "query": "category=mvc&columns=revenue,profit&q=secret&evil=1", **fields}
    answer = client.post("/customers/views/", given)
    view = SavedView.objects.latest("pk")
    assert answer.headers["Location"] == f"/customers/?view={view.pk}"
    return view


def test_a_ready_made_view_is_one_click_away(cast: dict[str, User]) -> None:
    page = text(signed_in(cast["dora"]), "/customers/?view=below_zero")
    assert "Boreal" in page
    assert "Aurora" not in page
    assert 'href="/customers/?view=overdue"' in page


def test_only_what_is_allowed_is_saved(cast: dict[str, User]) -> None:
    view = save(signed_in(cast["dora"]))
    assert view.parts == [["category", "mvc"], ["columns", "revenue,profit"]]


def test_names_and_words_of_a_search_are_not_saved(cast: dict[str, User]) -> None:
    client = signed_in(cast["dora"])
    found = client.post("/customers/find/", {"q": "Aurora", "query": "category=mvc"}).headers["Location"]
    view = save(client, query=found.partition("?")[2])
    assert view.parts == [["category", "mvc"]]


def test_a_changed_view_says_so_and_can_be_kept(cast: dict[str, User]) -> None:
    client = signed_in(cast["dora"])
    view = save(client)
    address = f"/customers/?category=mvc&columns=revenue&from={view.pk}"
    assert "Keep the changes in “Mine”" in text(client, address)
    assert "Keep the changes" not in text(client, f"/customers/?view={view.pk}")
    client.post(f"/customers/views/{view.pk}/", {"query": address.partition("?")[2]})
    view.refresh_from_db()
    assert view.parts == [["category", "mvc"], ["columns", "revenue"]]


def test_a_view_shows_to_each_person_what_that_person_may_see(cast: dict[str, User]) -> None:
    manager = signed_in(cast["dora"])
    team = Team.objects.get(name="South").pk
    query = "profit__lt=0&columns=revenue,profit&sort=profit"
    view = save(manager, name="Losing", audience=f"team:{team}", query=query)
    assert 'id="sort-profit"' in text(manager, f"/customers/?view={view.pk}")
    page = text(signed_in(cast["alice"]), f"/customers/?view={view.pk}")
    assert "Losing" in page
    assert 'id="sort-revenue"' in page
    assert 'id="sort-profit"' not in page
    assert "1 condition of this address was left out" in page
    assert "This view was removed, or is not shared with you" in text(
        signed_in(cast["charlie"]), f"/customers/?view={view.pk}"
    )


def test_renaming_sharing_and_removing_with_a_way_back(cast: dict[str, User]) -> None:
    client = signed_in(cast["dora"])
    view = save(client)
    client.post(f"/customers/views/{view.pk}/", {"name": "Ours", "audience": "everybody"})
    assert "Ours" in text(signed_in(cast["alice"]), "/customers/")
    client.post(f"/customers/views/{view.pk}/remove/")
    page = text(client, "/customers/")
    assert "Ours" not in page
    assert f'action="/customers/views/{view.pk}/back/"' in page
    client.post(f"/customers/views/{view.pk}/back/")
    assert "Ours" in text(client, "/customers/")


@pytest.mark.parametrize("name", ["bob", "charlie", "eva"])
def test_nobody_else_changes_a_view(cast: dict[str, User], name: str) -> None:
    view = save(signed_in(cast["dora"]), audience="everybody")
    before = SavedView.objects.values().get()
    client = signed_in(cast[name])
    for address in (f"/customers/views/{view.pk}/", f"/customers/views/{view.pk}/remove/"):
        assert client.post(address, {"name": "Stolen", "query": ""}).status_code in (403, 409)
    assert SavedView.objects.values().get() == before


def test_the_list_opens_with_the_first_view_and_everybody_is_one_click_away(cast: dict[str, User]) -> None:
    client = signed_in(cast["dora"])
    client.post("/customers/views/first/", {"view": "below_zero"})
    assert "Aurora" not in text(client, "/customers/")
    assert "Aurora" in text(client, "/customers/?view=all")
    assert "Aurora" in text(client, "/customers/?category=mvc")
    client.post("/customers/views/first/", {"view": "all"})
    assert "Aurora" in text(client, "/customers/")


def test_a_name_is_text_and_nothing_else(cast: dict[str, User]) -> None:
    client = signed_in(cast["dora"])
    save(client, name="<script>alert(1)</script>", audience="everybody")
    page = text(client, "/customers/")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_view_without_a_name_is_refused_in_words(cast: dict[str, User]) -> None:
    answer = signed_in(cast["dora"]).post("/customers/views/", {"name": " ", "query": ""})
    assert answer.status_code == 409
    assert "A view needs a name" in answer.content.decode()
