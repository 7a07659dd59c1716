"""The addresses of the pages about customers."""

from django.urls import path

from carteira.web.customers import asking, menu_views, saved_views, strategic_views
from carteira.web.customers.bulk import assign, undo
from carteira.web.customers.export_view import export
from carteira.web.customers.filter_view import add, find, step
from carteira.web.customers.list_view import customers
from carteira.web.customers.page_view import customer, orders, story
from carteira.web.customers.panel_view import panel
from carteira.web.customers.prices import price
from carteira.web.customers.work_view import file, work
from carteira.web.needs import needs

app_name = "customers"
REASON = "<int:customer_id>/reasons/<int:reason_id>/"
urlpatterns = [
    path("", needs("customers:read", customers), name="list"),
    path("find/", needs("customers:read", find), name="find"),
    path("figures/", needs("customers:read", menu_views.figures), name="figures"),
    path("columns/", needs("customers:read", menu_views.column_chooser), name="columns"),
    path("filter/", needs("customers:read", add), name="filter"),
    path("filter/<slug:figure>/", needs("customers:read", step), name="filter_step"),
    path("views/", needs("customers:read", saved_views.save), name="save_view"),
    path("views/first/", needs("customers:read", saved_views.first), name="first_view"),
    path("views/<int:view_id>/", needs("customers:read", saved_views.change), name="view"),
    path("views/<int:view_id>/remove/", needs("customers:read", saved_views.remove), name="remove_view"),
    path("views/<int:view_id>/back/", needs("customers:read", saved_views.bring_back), name="view_back"),
    path("assign/", needs("mass_update", assign), name="assign"),
    path("assign/<slug:token>/undo/", needs("mass_update", undo), name="unassign"),
    path("export/", needs("export", export), name="export"),
    path("work/<int:job_id>/", needs("customers:read", work), name="work"),
    path("work/<int:job_id>/file/", needs("export", file), name="file"),
    path("<int:customer_id>/", needs("customers:read", customer), name="page"),
    path("<int:customer_id>/panel/", needs("customers:read", panel), name="panel"),
    path("<int:customer_id>/price/", needs("customers:read", price), name="price"),
    path("<int:customer_id>/story/", needs("customers:read", story), name="story"),
    path("<int:customer_id>/orders/", needs("customers:read", orders), name="orders"),
    path("<int:customer_id>/reasons/", needs("customers:edit", strategic_views.declare), name="declare_reason"),
    path(REASON, needs("customers:edit", strategic_views.change), name="change_reason"),
    path(f"{REASON}end/", needs("customers:edit", strategic_views.end), name="end_reason"),
    path(f"{REASON}undo/<slug:done>/", needs("customers:edit", strategic_views.undo), name="undo_reason"),
    path("<int:customer_id>/answers/", needs("customers:edit", asking.answer), name="answer"),
    path(
        "<int:customer_id>/answers/<int:answer_id>/withdraw/",
        needs("customers:edit", asking.withdraw),
        name="withdraw_answer",
    ),
]
