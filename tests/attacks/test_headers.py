"""Every answer carries the policies that keep a browser from running or keeping what it should not."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.access.row import Row
from tests.access.rows import ROWS
from tests.access.template import undone
from tests.access.world import NOBODY, World

pytestmark = pytest.mark.django_db

READING = [row for row in ROWS if row.method == "GET"]
CALLERS = ("root", NOBODY)


def answers(world: World, row: Row) -> Iterator[tuple[str, object]]:
    for name in CALLERS:
        with undone():
            given = row.given(world, name) if row.given else {}
            yield name, row.call(world, name, given)


@pytest.mark.parametrize("row", READING, ids=str)
def test_every_answer_says_what_may_run_and_what_may_be_kept(world: World, row: Row) -> None:
    for name, answer in answers(world, row):
        headers = answer.headers  # type: ignore[attr-defined]
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        if name != NOBODY:
            assert any(word in headers["Cache-Control"] for word in ("no-store", "private")), name


@pytest.mark.parametrize("path", ["/nowhere/", "/customers/x/", "/api/v1/nowhere", "/static/nowhere.css"])
def test_answers_about_nothing_do_too(world: World, path: str) -> None:
    answer = world.client("root", raise_request_exception=False).get(path)
    assert answer.status_code == 404
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_session_cookie_is_out_of_reach_of_scripts_and_other_sites(world: World) -> None:
    from tests.accounts.cast import PASSWORD

    client = Client()
    client.post("/sign-in/", {"username": "root", "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] in ("Lax", "Strict")


def test_a_request_to_another_name_is_refused(world: World) -> None:
    for host in ("evil.example", "localhost.evil.example", "localhost:80@evil.example"):
        answer = world.client("root", raise_request_exception=False).get("/customers/", headers={"Host": host})
        assert answer.status_code == 400
        assert "evil" not in answer.content.decode()
