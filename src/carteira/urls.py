"""The doors by address."""

from django.urls import include, path

urlpatterns = [path("api/v1/", include("carteira.api.urls")), path("", include("carteira.web.urls"))]
handler500 = "carteira.web.unreachable.failed"
