"""The addresses of the pages about customers."""

from django.urls import path

from carteira.web.customers.list_view import customers
from carteira.web.customers.page_view import customer, orders, story
from carteira.web.needs import needs

app_name = "customers"
urlpatterns = [
    path("", needs("customers:read", customers), name="list"),
    path("<int:customer_id>/", needs("customers:read", customer), name="page"),
    path("<int:customer_id>/story/", needs("customers:read", story), name="story"),
    path("<int:customer_id>/orders/", needs("customers:read", orders), name="orders"),
]
