"""No address carries what may be personal: words to search for stay in the session of whoever typed them."""

import re

import pytest

from tests.access.world import World

pytestmark = pytest.mark.django_db

PERSONAL = ("Padaria Aurora", "aurora@padaria.com.br", "11.222.333/0001-81", "+5511987654321", "alice@carteira.test")
SEARCHES = {"/customers/find/": "/customers/", "/settings/people/find/": "/settings/people/"}


@pytest.mark.parametrize("path", SEARCHES)
@pytest.mark.parametrize("words", PERSONAL)
def test_a_search_leads_to_an_address_that_says_nothing(world: World, path: str, words: str) -> None:
    client = world.client("root")
    there = client.post(path, {"q": words, "query": ""}).headers["Location"]
    assert re.fullmatch(rf"{SEARCHES[path]}\?(view=all&)?find=[\w-]{{8}}", there)
    typed = f'value="{words}"'
    assert typed in client.get(there).content.decode()
    assert typed not in world.client("dora").get(there).content.decode()


def test_no_form_that_is_sent_by_address_has_a_field_for_words(world: World) -> None:
    client = world.client("root")
    paths = ("/customers/", "/portfolio/", "/clean-portfolio/", "/loads/", "/settings/people/", "/settings/audit/")
    for path in paths:
        for form in re.findall(r'(?s)<form method="get".*?</form>', client.get(path).content.decode()):
            assert not re.search(r'<input type="(text|search|email|tel)"', form), path
