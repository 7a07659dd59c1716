"""Calling the interface as one of the cast, in a small real book."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from carteira.accounts.access import access_of
from carteira.accounts.actions.tokens import make_token, scopes_of
from carteira.accounts.models import User
from carteira.book.book import Book

V1 = "/api/v1"
CUSTOMERS = """\
source_id,name,tax_id,email,phone,owner,team,city
1,Padaria Aurora,11.222.333/0001-81,aurora@padaria.com.br,+5511987654321,Alice Prado,South,Recife
2,Mercado Boreal,11.444.777/0001-61,boreal@mercado.com.br,+5511987654322,Charlie Luz,North,Belém
3,Oficina Central,,central@oficina.com.br,,,South,Recife
"""
MORE = "".join(f"{n},Loja Numero {n} Ltda,,loja{n}@lojas.com.br,,,North,Natal\n" for n in range(100, 112))
ORDERS = """\
order_id,customer,ordered_at,product_id,quantity,unit_price,unit_cost
A,1,2025-03-01,x,1,123.45,60
B,2,2025-03-02,x,1,200,250
C,3,2025-03-03,x,1,300,100
"""
MORE_ORDERS = "".join(f"L{n},{n},2025-03-04,x,1,100,50\n" for n in range(100, 112))


class Caller:
    """A program that calls as somebody, with a key."""

    def __init__(self, key: str = "", **client: Any) -> None:
        self.client = Client(**client)
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.client.get(V1 + path, headers=self._with(headers))

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        text = "" if body is None else json.dumps(body)
        return self.client.generic(method, V1 + path, text, "application/json", headers=self._with(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.send("POST", path, {} if body is None else body, **headers)

    def _with(self, headers: dict[str, str]) -> dict[str, str]:
        return self.headers | {name.replace("_", "-"): value for name, value in headers.items()}


def key_of(user: User, *given: str) -> str:
    """A key of the person with these scopes, or with all that the person may do."""
    return make_token(user, "test", given or scopes_of(access_of(user)), 30)[1]


def fill(book: Book) -> None:
    for table, text in (("customers", CUSTOMERS + MORE), ("orders", ORDERS + MORE_ORDERS)):
        path = book.home.path / f"{table}.csv"
        path.write_text(text, encoding="utf-8")
        book.load(table, path)
    book.run()
