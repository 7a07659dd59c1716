"""Finding customers by what somebody types."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carteira.differentiate.listing import Selection, ids
from carteira.differentiate.search import Hit, folded, search
from tests.web.fake_customers import FakeCustomers

CARDS: list[dict[str, Any]] = [
    {"customer_id": 1, "name": "Padaria São João Ltda", "lifetime_value": 10, "category": "mvc", "city": "Recife"},
    {"customer_id": 2, "name": "João da Silva", "lifetime_value": 20},
    {"customer_id": 3, "name": "Joana D'Ávila", "lifetime_value": 90},
    {"customer_id": 40, "name": "Silvana Souza", "lifetime_value": 5},
    {"customer_id": 77, "name": None},
    {"customer_id": 11987, "name": "3M", "lifetime_value": None},
]
GOLDEN: list[dict[str, Any]] = [
    {
        "customer_id": 1,
        "tax_id": "93149797000174",
        "phone": "+5511987654321",
        "email": "compras@padaria.example",
    },
    {"customer_id": 2, "tax_id": "01234567890", "phone": "+551133334444"},
    {"customer_id": 3, "phone": "+34911234567"},
    {"customer_id": 77, "phone": "4002-8922"},
]
LINKS = [
    {"customer_id": 1, "source": "erp", "source_id": "E-1"},
    {"customer_id": 1, "source": "shop", "source_id": "S9"},
]
RECORDS = [
    {"source": "erp", "source_id": "E-1", "clean_name": "Panificadora Estrela", "clean_email": "old@estrela.example"},
    {"source": "shop", "source_id": "S9"},
]
LINES = [
    {"customer_id": 2, "source": "shop", "order_id": "PED-0042"},
    {"customer_id": 2, "source": "shop", "order_id": "ped-7"},
    {"customer_id": 40, "source": "erp", "order_id": "PED-7"},
]


@pytest.fixture(scope="module")
def book() -> FakeCustomers:
    return FakeCustomers(
        customer_card=CARDS, customer_golden=GOLDEN, customer_links=LINKS, standard_records=RECORDS, order_lines=LINES
    )


@pytest.mark.parametrize(
    ("text", "customers"),
    [
        ("joao", [2, 1]),
        ("JOÃO silva", [2]),
        ("silva joão", [2]),
        ("joão da silva", [2]),
        ("jo sil", [2]),
        ("jo", [3, 2, 1]),
        ("silva", [2, 40]),
        ("davila", [3]),
        ("d'avila joana", [3]),
        ("padaria ltda", [1]),
        ("estrela panif", [1]),
        ("3m", [11987]),
        ("93.149.797/0001", [1]),
        ("93149797000174", [1]),
        ("012.345.678-90", [2]),
        ("1234567890", [2]),
        ("(11) 98765-4321", [1]),
        ("+55 11 98765-4321", [1]),
        ("0 11 98765", [1]),
        ("98765-4321", [1]),
        ("8765-4321", [1]),
        ("11 8765-4321", [1]),
        ("(11) 3333", [2]),
        ("+34 911 234 567", [3]),
        ("40028922", [77]),
        ("compras@PADARIA", [1]),
        ("old@estrela.example", [1]),
        ("s9", [1]),
        ("e-1", [1]),
        ("40", [40]),
        ("ped-0042", [2]),
        ("PED-7", [2, 40]),
        ("PED-", []),
        ("nobody", []),
        ("j", []),
        ("%", []),
        ("..", []),
        ("' OR 1=1 --", []),
    ],
)
def test_a_text_finds(book: FakeCustomers, text: str, customers: list[int]) -> None:
    assert [hit.customer_id for hit in search(book, text)] == customers


def test_a_hit_says_what_was_met(book: FakeCustomers) -> None:
    assert search(book, "padaria") == [Hit(1, "Padaria São João Ltda", "mvc", "Recife", "name")]
    assert search(book, "old@")[0].kind == "email"
    (second, fourth) = search(book, "ped-7")
    assert (second.kind, second.order_id, second.source) == ("order", "ped-7", "shop")
    assert (fourth.order_id, fourth.source) == ("PED-7", "erp")


def test_identifiers_come_first_and_the_most_valuable_then(book: FakeCustomers) -> None:
    assert [(hit.customer_id, hit.kind) for hit in search(book, "11987")] == [(11987, "customer_id"), (1, "phone")]
    assert [hit.customer_id for hit in search(book, "jo", limit=2)] == [3, 2]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("93149797", "tax_id"), ("987654321", "phone"), ("compras@padaria.example", "email"), ("old@", "email")],
)
def test_what_somebody_may_not_see_finds_nobody(book: FakeCustomers, text: str, kind: str) -> None:
    assert [hit.kind for hit in search(book, text)] == [kind]
    assert search(book, text, without=frozenset({kind})) == []
    assert ids(book, Selection(text=text, without=frozenset({kind}))).to_pylist() == []


@pytest.mark.parametrize("text", ["joao", "jo sil", "93.149.797/0001", "98765-4321", "old@", "40", "PED-7", "nobody"])
def test_a_list_holds_whom_a_search_finds(book: FakeCustomers, text: str) -> None:
    assert ids(book, Selection(text=text)).to_pylist() == sorted(hit.customer_id for hit in search(book, text))


def test_whoever_is_met_by_several_terms_is_found_once() -> None:
    records = [{"source_id": str(number), "clean_name": f"Maria Mariana Mar{number}"} for number in range(6)]
    links = [{"customer_id": 1, "source_id": str(number)} for number in range(6)]
    cards = [{"customer_id": number, "name": "Marlene", "lifetime_value": -number} for number in range(1, 12)]
    book = FakeCustomers(customer_card=cards, customer_links=links, standard_records=records)
    assert [hit.customer_id for hit in search(book, "mar")] == list(range(1, 9))


def test_many_are_met_without_being_counted_one_by_one() -> None:
    cards = [{"customer_id": number, "name": "Maria"} for number in range(5_010)]
    book = FakeCustomers(customer_card=cards)
    assert len(ids(book, Selection(text="mar"))) == len(cards)
    assert len(ids(book, Selection(text="mar 12"))) == 0


@settings(deadline=None)
@given(st.text(st.characters(max_codepoint=0x17F, categories=("L", "N", "P", "Zs")), max_size=30))
def test_texts_are_folded_as_terms_are(text: str) -> None:
    (row,) = NOBODY.rows("SELECT strip_accents(lower(?)) AS plain", [text])
    assert folded(text) == row["plain"]


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    assert search(NOBODY, text) == []
    assert ids(NOBODY, Selection(text=text)).to_pylist() == []


NOBODY = FakeCustomers()
