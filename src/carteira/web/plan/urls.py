"""The addresses of the plan."""

from django.urls import path

from carteira.web.needs import needs
from carteira.web.plan import views

app_name = "plan"
urlpatterns = [
    path("", needs("see_margins", views.plan), name="list"),
    path("what-if/", needs("decide_plans", views.other_means), name="what_if"),
    path("publish/", needs("decide_plans", views.publish), name="publish"),
    path("customers/<int:customer_id>/", needs("decide_plans", views.change), name="change"),
    path("changes/<int:change_id>/undo/", needs("decide_plans", views.undo), name="undo"),
]
