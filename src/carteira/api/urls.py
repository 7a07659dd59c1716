"""The interface for programs by address: its guards decide who may enter, not the pages' middleware."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern

from carteira.api.api import api


def _patterns() -> list[URLPattern]:
    """django-ninja's, without its page at the root."""
    found = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    for pattern in found:
        login_not_required(pattern.callback)
    return found


app_name = "api"
urlpatterns = _patterns()
