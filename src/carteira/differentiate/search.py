"""Finding customers by what somebody types: a name, a tax id, a telephone, an e-mail address, an id, an order.

It reads `search_terms` (see `reading`), where every term stands in small letters without accents, sorted, so that a
beginning is found without looking at the rest.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pyarrow.compute as pc

from carteira.differentiate.tables import Tables

LEAST = 2
"""Characters with which a search begins."""
MOST_WORDS = 8
FOUND = 8
PARTICLES = frozenset("da de do das dos e del la las los y di du van von der den the and of".split())
"""Words of names that tell nobody apart."""
NINTH = "6789"
"""First digits of the Brazilian mobile numbers that once had eight digits, before which a 9 was put."""
LAST = "\U0010ffff"
"""The character that comes after every other."""
LONGEST_ID = 18
FEW = 5000
"""Customers whose numbers are handed to a condition rather than looked up by it."""
TERMS_OF_ONE = 8
"""Terms of one customer with which a beginning may agree."""
LEAST_DIGITS = 4
"""Of a tax id or a telephone: fewer would find half the book."""

EXACT, BEGINS, WORDS, WORDS_BEGIN = range(4)
"""How well a term was met, the best first."""


@dataclass(frozen=True)
class Hit:
    """A customer that was found. `kind` says by what: customer_id, source_id, tax_id, phone, email, name, or order
    (then with the order's id and source)."""

    customer_id: int
    name: str | None
    category: str
    city: str | None
    kind: str
    order_id: str = ""
    source: str = ""


class _Way(NamedTuple):
    """One way to be found: a SELECT of customer_id, kind, place and weight, which may give a customer several times."""

    kind: str
    sql: str
    parameters: tuple[Any, ...]


def search(tables: Tables, text: str, limit: int = FOUND, without: frozenset[str] = frozenset()) -> list[Hit]:
    """The customers that the text finds: those whose identifier it is, then those whose identifier begins with it or
    whose name has its words, the most valuable first. Accents, case and the order of words do not matter, and each word
    may be the beginning of one. A text under LEAST characters finds nobody. `without`: kinds that must not be used."""
    if len(text.strip()) < LEAST:
        return []
    sql, parameters = _found(text, without, f"ORDER BY place, weight DESC LIMIT {limit * TERMS_OF_ONE:d}")
    best = tables.rows(
        "SELECT customer_id, ARG_MIN(kind, place) AS kind, MIN(place) AS place, MAX(weight) AS weight "
        f"FROM ({sql}) GROUP BY customer_id ORDER BY place, weight DESC, customer_id LIMIT {limit:d}",
        parameters,
    )
    shown = _shown(tables, [row["customer_id"] for row in best])
    orders = _orders(tables, text, [row["customer_id"] for row in best if row["kind"] == "order"])
    return [
        Hit(**shown[customer], kind=kind, **orders.get(customer, {}))
        for customer, kind in ((row["customer_id"], row["kind"]) for row in best)
        if customer in shown
    ]


def matching(tables: Tables, text: str, without: frozenset[str] = frozenset()) -> tuple[str, list[Any]]:
    """The condition that a customer_id is of a customer whom the text finds, with its parameters."""
    sql, parameters = _found(text, without)
    few = tables.rows(f"SELECT DISTINCT customer_id FROM ({sql}) LIMIT {FEW + 1}", parameters)
    if len(few) > FEW:
        return f"customer_id IN (SELECT customer_id FROM ({sql}))", parameters
    return "customer_id IN (SELECT UNNEST(CAST(? AS BIGINT[])))", [[row["customer_id"] for row in few]]


def _found(text: str, without: frozenset[str], best: str = "") -> tuple[str, list[Any]]:
    """A SELECT of all that the text finds, and its parameters. `best`: what is enough of each way to be found."""
    plain = folded(text.strip())
    ways = [_Way("", "SELECT 0 AS customer_id, '' AS kind, 0 AS place, 0 AS weight WHERE FALSE", ())]
    if plain.isdecimal() and len(plain) <= LONGEST_ID:
        ways.append(_exact("customer_id", "customer_names", "customer_id = ?", int(plain)))
    ways.append(_exact("source_id", "search_terms", "term = ? AND kind = 'source_id'", plain, "weight"))
    if any(character.isdecimal() for character in plain):
        ways.append(_exact("order", "order_terms", "key = md5_number_lower(?)", plain))
    ways += [_beginning(kind, term) for kind, terms in _identifiers(plain).items() for term in terms]
    if found := words(text):
        ways += [_named(found, place) for place in ((WORDS, WORDS_BEGIN) if best else (WORDS_BEGIN,))]
    kept = [way for way in ways if way.kind not in without]
    return " UNION ALL ".join(f"({way.sql} {best})" for way in kept), [
        value for way in kept for value in way.parameters
    ]


def folded(text: str) -> str:
    """The text in small letters without accents, as terms are."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return unicodedata.normalize(
        "NFC", "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")
    )


def words(text: str) -> list[str]:
    """The words of a name to look for: without those that many names have, unless there are no others."""
    found = re.findall(r"[^\W_]+", folded(text).replace("'", ""))[:MOST_WORDS]
    telling = [word for word in found if len(word) > 1 and word not in PARTICLES]
    return list(dict.fromkeys(telling or found))


def _identifiers(plain: str) -> dict[str, Sequence[str]]:
    """By kind, the terms whose beginning the text may be."""
    bare = re.sub(r"[\W_]", "", plain)
    digits = sum(character.isdecimal() for character in bare)
    found: dict[str, Sequence[str]] = {}
    if "@" in plain or ("." in plain and " " not in plain):
        found["email"] = [plain]
    if digits >= LEAST_DIGITS and bare.isascii():
        found["tax_id"] = list(dict.fromkeys((bare, *(bare.zfill(size) for size in (11, 14) if len(bare) > 7))))
    if digits >= LEAST_DIGITS and re.fullmatch(r"[-+()./ 0-9]+", plain):
        found["phone"] = _telephones(bare)
    return found


def _telephones(digits: str) -> list[str]:
    """The ways in which terms may begin with a number that was typed with or without country, trunk and ninth digit."""
    found = [digits, digits.lstrip("0")]
    if len(digits) > LEAST_DIGITS and digits.startswith("55"):
        found.append(digits[2:])
    longer = []
    for number in found:
        area, rest = (number[:2], number[2:]) if len(number) == 10 else ("", number)
        if len(rest) == 8 and rest[0] in NINTH:
            longer.append(f"{area}9{rest}")
    return [number for number in dict.fromkeys((*found, *longer)) if len(number) >= LEAST_DIGITS]


def _exact(kind: str, table: str, condition: str, value: Any, weight: str = "0") -> _Way:
    sql = f"SELECT customer_id, '{kind}' AS kind, {EXACT} AS place, {weight} AS weight FROM {table} WHERE {condition}"
    return _Way(kind, sql, (value,))


def _beginning(kind: str, term: str) -> _Way:
    sql = (
        f"SELECT customer_id, kind, CASE WHEN term = ? THEN {EXACT} ELSE {BEGINS} END AS place, weight "
        f"FROM search_terms WHERE term >= ? AND term < ? AND kind = '{kind}'"
    )
    return _Way(kind, sql, (term, term, term + LAST))


def _named(found: Sequence[str], place: int) -> _Way:
    """Those who have every word in a name, or (WORDS_BEGIN) a word that begins with it."""
    first, *others = sorted(found, key=len, reverse=True)
    word = "kind = 'name' AND term = ?" if place == WORDS else "kind = 'name' AND term >= ? AND term < ?"
    has_other = f" AND customer_id IN (SELECT customer_id FROM search_terms WHERE {word})"
    sql = f"SELECT customer_id, kind, {place} AS place, weight FROM search_terms WHERE {word}{has_other * len(others)}"
    ends = [(one,) if place == WORDS else (one, one + LAST) for one in (first, *others)]
    return _Way("name", sql, tuple(value for pair in ends for value in pair))


def _shown(tables: Tables, customers: Sequence[int]) -> dict[int, dict[str, Any]]:
    if not customers:
        return {}
    found = tables.rows(
        f"SELECT customer_id, name, category, city FROM customer_names WHERE customer_id IN ({_marks(customers)})",
        customers,
    )
    return {row["customer_id"]: row for row in found}


def _orders(tables: Tables, text: str, customers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The order of each of these customers that has the text as its id."""
    if not customers:
        return {}
    orders = tables.of_customers("customer_orders", customers).select(["customer_id", "order_id", "source"])
    same = orders.filter(pc.equal(pc.utf8_lower(orders["order_id"]), text.strip().lower()))
    return {row.pop("customer_id"): row for row in reversed(same.to_pylist())}


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" for _ in values)
