"""The addresses below the portfolio."""

from django.urls import path

from carteira.web.needs import needs
from carteira.web.portfolio.target_views import take_back, target

app_name = "portfolio"
urlpatterns = [
    path("", needs("see_margins", target), name="target"),
    path("<int:target_id>/take-back/", needs("mass_update", take_back), name="take_back_target"),
]
