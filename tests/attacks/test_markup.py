"""Markup in any text of a file stays a text on every page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from carteira.book.book import Book
from carteira.identify.models import Customer
from tests.accounts.cast import administrator

PAYLOADS = (
    "<script>window.__ran=1</script>", "<img src=x onerror=window.__ran=1>", "\"><svg onload=window.__ran=1>",
    "'-window.__ran-'", "</script><script>window.__ran=1</script>", "{{7*7}}",
    "<a href=javascript:window.__ran=1>x</a>",
)  # fmt: skip
RAW = ("<script>window", "<img src=x", "<svg onload", "<a href=javascript")


@pytest.mark.django_db
def test_no_page_writes_it_as_markup(book: Book, write: Callable[[str, str], Path]) -> None:
    people, orders = [], []
    for place, text in enumerate(PAYLOADS, 1):
        quoted = '"' + text.replace('"', '""') + '"'
        people.append(",".join([str(place), *[quoted] * 6]))
        orders.append(f"{quoted},{place},2025-03-0{place},{quoted},1,100,60,{quoted},{quoted}")
    header = "source_id,name,city,state,street,owner,team\n"
    book.load("customers", write("<script>window.csv", header + "\n".join(people) + "\n"), source=PAYLOADS[0])
    header = "order_id,customer,ordered_at,product_id,quantity,unit_price,unit_cost,channel,seller\n"
    book.load("orders", write("orders.csv", header + "\n".join(orders) + "\n"), source=PAYLOADS[0])
    book.run()
    client = Client()
    client.force_login(administrator())
    paths = ["/customers/", "/portfolio/", "/clean-portfolio/", "/loads/", "/loads/1/", "/settings/people/"]
    for number in Customer.objects.values_list("id", flat=True):
        paths += [f"/customers/{number}/", f"/customers/{number}/panel/", f"/customers/{number}/story/"]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        for raw in RAW:
            assert raw not in answer.content.decode(), (path, raw)
    found = client.post("/search/", {"q": "script"}).content.decode()
    assert not any(raw in found for raw in RAW)
