"""Toasts: what was done is said once, with a way back where there is one."""

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.shortcuts import render
from django.test import RequestFactory

from carteira.web.toasts import toast


@pytest.fixture
def request_of_somebody(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def shown(request: HttpRequest) -> str:
    page = render(request, "web/parts/toasts.html").content.decode()
    return page[: page.index("<template>")]


def test_an_undo_is_a_form_with_a_token(request_of_somebody: HttpRequest) -> None:
    toast(request_of_somebody, "3 customers have a <new> owner", "/customers/undo/7/")
    text = shown(request_of_somebody)
    assert "3 customers have a &lt;new&gt; owner" in text
    assert '<form method="post" action="/customers/undo/7/" data-toast-undo>' in text
    assert 'name="csrfmiddlewaretoken"' in text
    assert 'data-level="success"' in text


def test_without_a_way_back_there_is_no_form(request_of_somebody: HttpRequest) -> None:
    toast(request_of_somebody, "Saved")
    text = shown(request_of_somebody)
    assert "Saved" in text
    assert "<form" not in text
