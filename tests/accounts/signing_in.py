"""What the tests of signing in share: somebody with a password, signing in, and a clock that tests move."""

import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from carteira.accounts.actions.people import add_user
from carteira.accounts.models import User
from carteira.web.signing_in import sessions

PASSWORD = "correct horse battery"
ENGLISH = {"accept-language": "en"}


def somebody(name: str = "ana", **given: Any) -> User:
    """A seller with a password and an e-mail."""
    return add_user(name, PASSWORD, **{"roles": ["seller"], "email": f"{name}@example.com", **given})


def sign_in(client: Client, name: str = "ana", password: str = PASSWORD, **given: Any) -> HttpResponse:
    """What the server answers to a name and password; `address` is where the request comes from."""
    address = given.pop("address", "192.0.2.1")
    data = {"username": name, "password": password, **given}
    return client.post("/sign-in/", data, headers=ENGLISH, REMOTE_ADDR=address)


def is_signed_in(client: Client) -> bool:
    return client.get("/account/", headers=ENGLISH).status_code == 200


class Clock:
    """The time that limits and sessions see. It stands still until it is moved."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = time.time()
        clock = SimpleNamespace(time=lambda: self.now, monotonic=time.monotonic, sleep=time.sleep)
        monkeypatch.setattr("allauth.core.internal.ratelimit.time", clock)
        monkeypatch.setattr(sessions, "now", lambda: self.now)

    def pass_by(self, seconds: float) -> None:
        self.now += seconds
