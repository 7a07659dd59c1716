"""Marks: what is planted in the book to be looked for in answers. One counts as seen where any of its needles is."""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from carteira.accounts.access import FULL
from carteira.accounts.models import Token
from carteira.book.queries import tables
from tests.access.rights import Mark
from tests.access.world import World

COSTS = (
    "product_cost", "gross_margin", "cost_to_serve", "visits", "calls", "financing", "bad_debt", "profit",
    "previous_profit", "profit_total", "expected_margin", "loss_amount",
)  # fmt: skip


class Marks:
    """The marks of a book, and which of them a text shows."""

    def __init__(self, world: World) -> None:
        self._needles: Mapping[Mark, list[str]] = {
            ("name", "aurora"): ["Padaria Aurora"],
            ("name", "boreal"): ["Mercado Boreal"],
            ("name", "central"): ["Oficina Central"],
            ("name", "north"): [f"Loja Numero {number}" for number in range(100, 112)],
            ("name", "west"): [f"Loja Numero {number}" for number in range(112, 123)],
            ("tax_id", "aurora"): ["11.222.333/0001-81", "11222333"],
            ("tax_id", "boreal"): ["11.444.777/0001-61", "11444777"],
            ("tax_id", "central"): ["11.555.666/0001-28", "11555666"],
            ("contact", "aurora"): ["aurora@padaria", "987654321", "98765-4321", "Rua das Acacias"],
            ("contact", "boreal"): ["boreal@mercado", "976543210", "97654-3210", "Rua dos Ipes"],
            ("contact", "central"): ["central@oficina", "965432109", "96543-2109", "Rua das Mangueiras"],
            ("contact", "rejected"): ["torta@trocada"],
            ("story", "aurora"): ["PED-AURORA", "NF-AURORA", "Recado da Aurora"],
            ("story", "boreal"): ["PED-BOREAL", "NF-BOREAL", "Recado do Boreal"],
            ("story", "central"): ["PED-CENTRAL", "Recado da Central"],
            **{("person", name): [f"{name}@carteira.test"] for name in world.users},
            ("view", "secret"): ["Visao secreta"],
            ("scenario", "secret"): ["Cenario secreto"],
            ("scenario", "everybody"): ["Cenario de todos"],
            ("view", "south"): ["Visao do Sul"],
            ("view", "everybody"): ["Visao de todos"],
            ("secret", "keys"): _secrets(world),
        }
        self._amounts = {("margin", whose): _amounts(world, whose) for whose in ("aurora", "boreal", "central")}

    def seen(self, text: str) -> set[Mark]:
        """The marks that stand in the text. Amounts count whatever separates their digits."""
        joined = (re.sub(rf"(?<=\d)[{signs}](?=\d)", "", text) for signs in (r".,\s\N{NO-BREAK SPACE}", "."))
        numbers = {number for one in joined for number in re.findall(r"(?<!\w)(?<!\w-)\d{5,}(?!\w)", one)}
        found = {mark for mark, needles in self._needles.items() if any(needle in text for needle in needles)}
        return found | {mark for mark, amounts in self._amounts.items() if amounts & numbers}


def _secrets(world: World) -> list[str]:
    """What must not stand in any answer: hashes of passwords, digests of keys, keys, and what signs sessions."""
    hashes = [user.password for user in world.users.values()]
    digests = list(Token.objects.values_list("digest", flat=True))
    return [*hashes, *digests, *world.keys.values(), *world.cookies.values(), settings.SECRET_KEY]


def _amounts(world: World, whose: str) -> set[str]:
    """Every cost and margin of the customer, as whole minor units and as whole major units."""
    found = tables(FULL).query("SELECT * FROM customer_card WHERE customer_id = ?", [world.customers[whose]])
    card = found.to_pylist()[0]
    shown = {card[name] for name in card if name not in COSTS}
    amounts = {abs(card[name]) for name in COSTS if card[name] and card[name] not in shown}
    written = {str(text) for amount in amounts for text in (amount, amount // 100, round(amount / 100))}
    return {text for text in written if len(text) > 4}


def text_of(response: Any) -> str:
    """Everything that an answer says: its body, unpacked where it is a file, and its headers but for their own sizes.

    The size of a page in bytes would be taken for an amount that happens to have its digits.
    """
    body = b"".join(response.streaming_content) if response.streaming else response.content
    told = ((name, value) for name, value in response.items() if name.lower() != "content-length")
    headers = "\n".join(f"{name}: {value}" for name, value in told)
    return f"{headers}\n{_unpacked(body)}"


def _unpacked(body: bytes) -> str:
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as file:
            return "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    if body.startswith(b"\xff\xff\xff\xff"):
        return str(pa.ipc.open_stream(body).read_all().to_pylist())
    if body.startswith(b"PAR1"):
        return str(pq.read_table(io.BytesIO(body)).to_pylist())
    return body.decode("utf-8", "replace")
