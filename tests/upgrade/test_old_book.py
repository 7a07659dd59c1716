"""A book of the previous version opens with this one, and everything is still in it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.book.on_disk import OnDisk
from tests.upgrade import old_book
from tests.upgrade.conftest import BOOK

pytestmark = pytest.mark.database
TELL = """
import json
from pathlib import Path
from django.contrib.auth import authenticate
told = json.loads(Path(sys.argv[1]).read_text())
people = [authenticate(None, username=name, password=word) for name, word in told["people"].items()]
print(json.dumps({
    "rows": {name: book.table(name).num_rows for name in told["rows"]},
    "cards": json.loads(json.dumps(book.table("customer_card").to_pylist(), default=str)),
    "roles": {person.username: [role.code for role in person.roles.all()] for person in people},
    "wrong_password": authenticate(None, username="ana", password="another password") is None,
}))
"""
ASK = """
import json
from carteira.accounts.access import FULL
from carteira.book.queries import tables
from carteira.differentiate.figures import FIGURES
seen = tables(FULL).query(f"SELECT {', '.join(FIGURES)} FROM customer_list")
known = [name for name in ("need", "relationship_type") if seen[name].null_count < len(seen)]
print(json.dumps({"rows": len(seen), "known": known}))
"""
RUN_AGAIN = """
import json
book.run(as_of=sys.argv[1])
print(json.dumps(book.table("customer_card").to_pylist(), default=str))
"""


@pytest.fixture(scope="module")
def book(unpacked: Callable[..., OnDisk]) -> OnDisk:
    return unpacked()


def lost(old: Any, new: Any) -> list[str]:
    """What the old answer says and the new one does not; the new one may say more."""
    if isinstance(old, dict):
        return [f"{key}: {what}" for key, value in old.items() for what in lost(value, (new or {}).get(key))]
    if isinstance(old, list) and len(old) == len(new):
        return [what for before, after in zip(old, new, strict=True) for what in lost(before, after)]
    return [] if old == new else [f"{old!r} became {new!r}"]


def test_everything_is_still_there(book: OnDisk) -> None:
    before = old_book.recorded(BOOK)

    after = json.loads(book.python(TELL, str(old_book.HERE / f"{BOOK}.json")))

    assert after["rows"] == before["rows"]
    assert lost(before["cards"], after["cards"]) == []
    assert after["roles"] == {name: ["administrator"] for name in before["people"]}
    assert after["wrong_password"]
    assert book.wrong() == []


def test_it_says_the_same(book: OnDisk) -> None:
    before = old_book.recorded(BOOK)

    after = {
        "portfolio": book.data("show", "portfolio"),
        "customer": book.data("show", "customer", "3"),
        "loads": book.data("show", "loads"),
        "settings": book.data("show", "settings"),
        "users": book.data("user", "list"),
    }

    assert lost({name: before[name] for name in after}, after) == []


def test_what_it_did_not_know_is_unknown(book: OnDisk) -> None:
    asked = json.loads(book.python(ASK))
    assert asked == {"rows": old_book.recorded(BOOK)["rows"]["customer_card"], "known": []}


def test_a_new_run_finds_the_same_customers_worth_the_same(book: OnDisk) -> None:
    before = old_book.recorded(BOOK)
    money = ("customer_id", "name", "revenue", "product_cost", "cost_to_serve", "profit", "order_count")

    after = json.loads(book.python(RUN_AGAIN, before["portfolio"]["as_of"]))

    assert [[card[name] for name in money] for card in after] == [
        [card[name] for name in money] for card in before["cards"]
    ]
    assert book.wrong() == []
