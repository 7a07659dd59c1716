"""The addresses of the pages about customers."""

from django.urls import path

from carteira.web.customers.list_view import customers
from carteira.web.customers.page_view import customer, orders, story

app_name = "customers"
urlpatterns = [
    path("", customers, name="list"),
    path("<int:customer_id>/", customer, name="page"),
    path("<int:customer_id>/story/", story, name="story"),
    path("<int:customer_id>/orders/", orders, name="orders"),
]
