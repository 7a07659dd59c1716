"""Toasts: a short message that the next page shows, with a way back where there is one."""

from django.contrib import messages
from django.http import HttpRequest


def toast(request: HttpRequest, text: str, undo_url: str = "") -> None:
    """Says on the next page what was done. `undo_url`: an address of ours that undoes it when it gets a POST.

    It waits longer where there is something to undo. No personal data in the text: it may travel in a cookie.
    """
    messages.success(request, text, extra_tags=undo_url)
