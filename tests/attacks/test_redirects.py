"""Nobody is sent to another site, and no name leads out of its folder."""

import pytest

from tests.access.world import NOBODY, World
from tests.accounts.cast import PASSWORD

pytestmark = pytest.mark.django_db

ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "/\\evil.example/", "https:evil.example", "javascript:alert(1)",
    "http:///evil.example", "\thttps://evil.example", "https://localhost@evil.example/", "data:text/html,x",
)  # fmt: skip
OUTSIDE = ("../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "....//....//etc/passwd", "%00", "a" * 22)


@pytest.mark.parametrize("there", ELSEWHERE)
def test_signing_in_leads_to_this_site_only(world: World, there: str) -> None:
    client = world.client(NOBODY)
    answer = client.post("/sign-in/", {"username": "root", "password": PASSWORD, "next": there})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/")
    assert "evil" not in answer.headers["Location"]


@pytest.mark.parametrize("there", ELSEWHERE)
def test_choosing_a_language_leads_to_this_site_only(world: World, there: str) -> None:
    answer = world.client("alice").post("/language/", {"language": "es", "next": there})
    assert "evil" not in answer.headers.get("Location", "")
    assert not answer.headers.get("Location", "/").startswith(("javascript", "data", "//"))


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_name_leads_out_of_the_book(world: World, name: str) -> None:
    client = world.client("root", raise_request_exception=False)
    for path in (f"/loads/new/{name}/", f"/customers/?view={name}", f"/api/v1/tables/{name}", f"/static/{name}"):
        answer = client.get(path)
        assert answer.status_code < 500
        assert "root:x:0" not in (answer.content.decode(errors="replace") if not answer.streaming else "")


@pytest.mark.parametrize("language", ["../../etc", "xx", "pt-br/../es", "\0", "en" * 500])
def test_no_language_but_ours_is_taken(world: World, language: str) -> None:
    client = world.client("alice", raise_request_exception=False)
    assert client.post("/language/", {"language": language, "next": "/"}).status_code < 500
    assert client.get("/customers/").status_code == 200
