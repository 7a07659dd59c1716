"""Signing in and out, and one's own account."""

from collections.abc import Mapping
from typing import Any

from carteira.accounts.links import RESET, make_key
from carteira.accounts.models import User
from tests.access.row import Row, makes
from tests.access.world import World
from tests.accounts.cast import PASSWORD

NEW = "another long enough one"


def key_for_nina(world: World, name: str) -> Mapping[str, Any]:
    """The key of a link by which Nina chooses a password: whoever holds it may use it."""
    return {"key": make_key(User.objects.get(username="nina"), RESET)}


def own_token(world: World, name: str) -> Mapping[str, Any]:
    """The number of this person's token; of somebody who has none, Root's."""
    return {"token": world.numbers.get(f"key of {name}", world.numbers["key of root"])}


def own_name(world: World, name: str) -> Mapping[str, Any]:
    return {"name": name}


WITHOUT_STEP = "there is no second step that waits"
OWN = "shows and changes the session alone"
REFUSED = "refused, for a reason of its own"

ROWS = [
    Row("GET", "/sign-in/", "anybody", "/sign-in/", note="a form"),
    Row("POST", "/sign-in/", "anybody", "/sign-in/", form={"username": "root", "password": "guess"}, note="a guess"),
    Row(
        "POST", "/sign-in/", "anybody", "/sign-in/", form={"username": "nina", "password": PASSWORD}, note="of Nina",
    ),
    Row("GET", "/sign-in/code/", "anybody", "/sign-in/code/", note=WITHOUT_STEP),
    Row("POST", "/sign-in/code/", "anybody", "/sign-in/code/", form={"code": "123456"}, note=WITHOUT_STEP),
    Row("GET", "/sign-in/passkey/", "anybody", "/sign-in/passkey/", note="a challenge"),
    Row("POST", "/sign-in/passkey/", "anybody", "/sign-in/passkey/", form={"credential": "{{}}"}, note="a forged one"),
    Row("POST", "/sign-in/with/", "anybody", "/sign-in/with/", note="no provider is configured"),
    Row("GET", "/sign-in/with/<slug:provider_id>/", "anybody", "/sign-in/with/sso/", note="no provider is configured"),
    Row("GET", "/sign-in/cancelled/", "anybody", "/sign-in/cancelled/", note="leads back"),
    Row("POST", "/sign-out/", "anybody", "/sign-out/", note=OWN),
    Row("GET", "/language/", "anybody", "/language/", note="leads back"),
    Row("POST", "/language/", "signed in", "/language/", form={"language": "es"}, changes=makes("accounts_user")),
    Row("GET", "/forgotten/", "anybody", "/forgotten/", note="no mail is configured"),
    Row("POST", "/forgotten/", "anybody", "/forgotten/", form={"username": "root"}, note="no mail is configured"),
    Row("GET", "/forgotten/sent/", "anybody", "/forgotten/sent/", note="no mail is configured"),
    Row("GET", "/choose-password/", "anybody", "/choose-password/", note="a form"),
    Row(
        "POST", "/choose-password/", "anybody", "/choose-password/", form={"key": "forged", "password": NEW},
        note="with a forged key",
    ),
    Row(
        "POST", "/choose-password/", "anybody", "/choose-password/", given=key_for_nina,
        form={"key": "{key}", "password": NEW}, changes=makes("accounts_user", "accounts_token"),
    ),
    Row("GET", "/account/", "signed in", "/account/", note="what is one's own"),
    Row(
        "POST", "/account/", "signed in", "/account/", form={"full_name": "Outro Nome"},
        changes=makes("accounts_user"),
    ),
    Row(
        "POST", "/account/password/", "signed in", "/account/password/", form={"old": PASSWORD, "password": NEW},
        changes=makes("accounts_user", "accounts_token"),
    ),
    Row(
        "POST", "/account/password/", "signed in", "/account/password/", form={"old": "guess", "password": NEW},
        note="with a guess",
    ),
    Row("POST", "/account/sessions/", "signed in", "/account/sessions/", note=OWN),
    Row(
        "POST", "/account/tokens/", "read customers", "/account/tokens/", changes=makes("accounts_token"),
        form={"name": "programa", "days": "7", "scopes": ["customers:read"]},
    ),
    Row(
        "POST", "/account/tokens/", "change people", "/account/tokens/", changes=makes("accounts_token"),
        form={"name": "programa", "days": "7", "scopes": ["users:edit"]}, note="for people",
    ),
    Row(
        "POST", "/account/tokens/<int:token_id>/", "signed in", "/account/tokens/{token}/", given=own_token,
        changes=makes("accounts_token"),
    ),
    Row(
        "POST", "/account/tokens/<int:token_id>/", "Alice alone", "/account/tokens/{numbers[key of alice]}/",
        changes=makes("accounts_token"), note="Alice's",
    ),
    Row("GET", "/account/confirm/", "signed in", "/account/confirm/", note="a form"),
    Row("POST", "/account/confirm/", "signed in", "/account/confirm/", form={"password": PASSWORD}, note=OWN),
    Row("GET", "/account/confirm/code/", "signed in", "/account/confirm/code/", note=WITHOUT_STEP),
    Row("POST", "/account/confirm/code/", "signed in", "/account/confirm/code/", form={"code": "1"}, note=WITHOUT_STEP),
    Row("GET", "/account/confirm/passkey/", "signed in", "/account/confirm/passkey/", note=WITHOUT_STEP),
    Row("POST", "/account/confirm/passkey/", "signed in", "/account/confirm/passkey/", note=WITHOUT_STEP),
    Row("GET", "/account/app/", "signed in", "/account/app/", note="a secret that is not kept yet"),
    Row("POST", "/account/app/", "signed in", "/account/app/", form={"code": "000000"}, note="a wrong code"),
    Row("GET", "/account/app/remove/", "signed in", "/account/app/remove/", note="there is none"),
    Row("POST", "/account/app/remove/", "signed in", "/account/app/remove/", note="there is none"),
    Row("GET", "/account/codes/", "signed in", "/account/codes/", note="there are none"),
    Row("GET", "/account/codes/new/", "signed in", "/account/codes/new/", note="there is no second step"),
    Row("POST", "/account/codes/new/", "signed in", "/account/codes/new/", note="there is no second step"),
    Row("GET", "/account/codes/file/", "signed in", "/account/codes/file/", note="there are none"),
    Row("GET", "/account/passkeys/", "signed in", "/account/passkeys/", note="a form"),
    Row("POST", "/account/passkeys/", "signed in", "/account/passkeys/", form={"name": "x"}, note="a forged one"),
    Row("GET", "/account/passkeys/<int:pk>/remove/", "signed in", "/account/passkeys/1/remove/", note="there is none"),
    Row("POST", "/account/passkeys/<int:pk>/remove/", "signed in", "/account/passkeys/1/remove/", note="there is none"),
]  # fmt: skip
