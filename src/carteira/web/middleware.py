"""What holds for every page: what a browser may load and run, in which language and time zone it is written."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation

from carteira.book import settings as book_settings

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",  # Tabler draws its check marks and arrows by data: addresses in its style sheet
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
UNUSED = (
    "accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope magnetometer"
    " microphone midi payment picture-in-picture screen-wake-lock usb"
)
"""What browsers offer and no page of ours asks for."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED.split()),
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SecurityHeaders:
    """Sends the policy with every answer: only what this server sends as a file of its own is loaded and run.

    What somebody who signed in has seen is not kept by the browser, so that nobody sees it after they signed out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, text in HEADERS.items():
            response.headers[name] = text
        session = getattr(request, "session", {})
        if "Cache-Control" not in response.headers and SESSION_KEY in session:
            response.headers["Cache-Control"] = "no-store"
        return response


class Preferences:
    """Writes hours in the person's time zone, else the book's, and words in the language that the person chose."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user if SESSION_KEY in request.session else None
        language, own = str(getattr(user, "language", "")), str(getattr(user, "time_zone", ""))
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = language
        with timezone.override(own or book_settings.zone(book_settings.values())):
            return self.get_response(request)
