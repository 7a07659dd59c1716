"""The menus of the customer list, sent when they are opened: figures to filter by, and columns to choose from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from carteira.accounts.access import access_of
from carteira.book.queries import currency
from carteira.book.settings import minor_factor
from carteira.web.customers.choosing import askable, columns
from carteira.web.customers.selection import asked_of


def figures(request: HttpRequest) -> HttpResponse:
    """The figures by which a filter may be added."""
    access = access_of(request.user)
    access.check("customers", "read")
    return render(request, "web/customers/figures_menu.html", {"askable": askable(access)})


def column_chooser(request: HttpRequest) -> HttpResponse:
    """The columns that the list of this address shows, and those that it could show besides."""
    access = access_of(request.user)
    access.check("customers", "read")
    asked = asked_of(request, minor_factor(currency()))
    context = {
        "asked": asked,
        "columns": columns(access, asked),
        "others": [part for part in asked.public if part[0] != "columns"],
        "standard_columns": asked.address(columns=()),
    }
    return render(request, "web/customers/columns_menu.html", context)
