"""What every page has: the policy, the rail, the reader's language, refusals that say what to do."""

from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import translation

from carteira.web.icons import ICONS
from carteira.web.middleware import POLICY
from carteira.web.navigation import DESTINATIONS, address, links
from tests.accounts.cast import administrator

TEMPLATES = Path(__file__).parents[2] / "src/carteira/web/templates"


@pytest.fixture
def ana(client: Client) -> Client:
    client.force_login(administrator("ana"))
    return client


@pytest.mark.django_db
def test_every_answer_carries_the_policy(client: Client) -> None:
    for path in ("/", "/sign-in/", "/nowhere/"):
        assert client.get(path).headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY


@pytest.mark.django_db
def test_signing_in_leads_to_the_page_that_was_asked_for(client: Client) -> None:
    administrator("ana", "a long enough one")
    asked = client.get("/")
    assert asked.headers["Location"] == "/sign-in/?next=/"
    done = client.post(asked.headers["Location"], {"username": "ana", "password": "a long enough one", "next": "/"})
    assert done.headers["Location"] == "/"


@pytest.mark.django_db
def test_a_wrong_password_is_refused_in_words(client: Client) -> None:
    refused = client.post("/sign-in/", {"username": "ana", "password": "guess"})
    assert refused.status_code == 200
    assert 'role="alert"' in refused.content.decode()


@pytest.mark.django_db
def test_signing_out(ana: Client) -> None:
    assert ana.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert ana.get("/").headers["Location"].startswith("/sign-in/")


@pytest.mark.django_db
def test_the_language_is_chosen_before_signing_in_too(client: Client) -> None:
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    page = client.get("/sign-in/").content.decode()
    assert '<html lang="en">' in page
    assert "Password" in page


@pytest.mark.django_db
def test_an_empty_book_shows_three_ways_to_begin(ana: Client) -> None:
    page = ana.get("/").content.decode()
    assert page.count('class="ct-panel ct-way"') == 3
    assert page.count('class="ct-step"') == 5


@pytest.mark.django_db
def test_the_rail_shows_only_what_exists_and_marks_where_one_is() -> None:
    request = RequestFactory().get("/portfolio/")
    request.user = administrator("ana")
    request.resolver_match = resolve("/portfolio/")
    shown = links(request)
    assert [link.url for link in shown] == [url for place in DESTINATIONS if (url := address(place.page))]
    assert [link.url for link in shown if link.current] == ["/portfolio/"]
    assert address("no_such_page") == ""


@pytest.mark.django_db
def test_a_refusal_says_what_to_do(ana: Client) -> None:
    page = ana.get("/nowhere/", headers={"accept-language": "en"})
    assert page.status_code == 404
    assert "There is no page here" in page.content.decode()


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_refusals_need_nothing_but_themselves(status: int) -> None:
    page = Template((TEMPLATES / f"{status}.html").read_text(encoding="utf-8")).render(Context())
    assert "<h1>" in page


def test_every_icon_that_is_named_is_built_and_every_built_one_is_named() -> None:
    sources = [*TEMPLATES.rglob("*.html"), *TEMPLATES.parent.rglob("*.py")]
    text = "".join(path.read_text(encoding="utf-8") for path in sources if path.name != "icons.py")
    assert [name for name in ICONS if f'"{name}"' not in text] == []
    with pytest.raises(KeyError):
        Template('{% icon "no-such-icon" %}').render(Context())


def test_components() -> None:
    context = Context({"currency": "BRL", "currency_sign": "R$", "values": [3, 1, 2]})
    with translation.override("en"):
        page = Template(
            '{% money_short -4800000 %}|{% category "mvc" %}|{% sparkline values "three" %}|'
            '{% progress 3 4 "Reading" %}|{% figure "Profit" "R$48K" "less" "loss" %}'
        ).render(context)
    loss, chip, line, bar, tile = page.split("|")
    assert loss == '<span class="ct-loss">−R$48K</span>'
    assert "Most valuable" in chip
    assert 'd="M0.0 2.0L50.0 22.0L100.0 12.0"' in line
    assert '<progress value="3" max="4"' in bar
    assert "ct-loss" in tile
