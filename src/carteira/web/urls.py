"""The pages by address."""

from django.urls import include, path

from carteira.web import views
from carteira.web.needs import SIGNED_IN, needs
from carteira.web.plan.views import today
from carteira.web.portfolio.scenario_views import (
    remedy_scenarios,
    remove_remedy_scenario,
    save_remedy_scenario,
)
from carteira.web.portfolio.views import clean_portfolio, portfolio
from carteira.web.questions import questions
from carteira.web.search import search

urlpatterns = [
    path("", needs(SIGNED_IN, views.start), name="start"),
    path("portfolio/", needs("see_margins", portfolio), name="portfolio"),
    path("portfolio/target/", include("carteira.web.portfolio.urls")),
    path("clean-portfolio/", needs("see_margins", clean_portfolio), name="clean_portfolio"),
    path("today/", needs("customers:read", today), name="today"),
    path("plan/", include("carteira.web.plan.urls")),
    path("questions/", needs("customers:edit", questions), name="questions"),
    path("clean-portfolio/scenarios/", needs("see_margins", remedy_scenarios), name="remedy_scenarios"),
    path("clean-portfolio/scenarios/save/", needs("see_margins", save_remedy_scenario), name="save_remedy_scenario"),
    path(
        "clean-portfolio/scenarios/<int:number>/remove/",
        needs("see_margins", remove_remedy_scenario),
        name="remove_remedy_scenario",
    ),
    path("search/", needs("customers:read", search), name="search"),
    path("customers/", include("carteira.web.customers.urls")),
    path("loads/", include("carteira.web.loads.urls")),
    path("settings/", include("carteira.web.people.urls")),
    path("", include("carteira.web.signing_in.urls")),
]
