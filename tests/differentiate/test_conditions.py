"""Conditions on figures: read from query strings, written back, and what they hold of."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carteira.differentiate.conditions import OPERATORS, Condition, condition_of, conditions_of, part_of, where
from carteira.differentiate.figures import FIGURES
from carteira.errors import CarteiraError
from tests.web.fake_customers import FakeCustomers

CARDS: list[dict[str, Any]] = [
    {
        "customer_id": 1,
        "name": "Padaria São João",
        "owner": "Ana",
        "profit": 12345,
        "probability_alive": 0.7,
        "growable": True,
    },
    {"customer_id": 2, "name": "Zé", "owner": "", "profit": -5, "last_purchase_on": date(2025, 12, 31), "recency": 1},
    {"customer_id": 3, "name": None, "owner": None, "profit": 0, "last_purchase_on": date(2025, 10, 2), "recency": 91},
]


def holds(*parts: tuple[str, str]) -> list[int]:
    condition, parameters = where(conditions_of(parts, 100))
    sql = f"SELECT customer_id FROM customer_list WHERE {condition} ORDER BY customer_id"
    return [row["customer_id"] for row in FakeCustomers(customer_card=CARDS).rows(sql, parameters)]


@pytest.mark.parametrize(
    ("key", "text", "customers"),
    [
        ("profit", "123.45", [1]),
        ("profit__not", "123.45", [2, 3]),
        ("profit__lt", "0", [2]),
        ("profit__le", "-0.05", [2]),
        ("profit__gt", "-0.05", [1, 3]),
        ("profit__ge", "0", [1, 3]),
        ("profit__in", "0,123.45", [1, 3]),
        ("probability_alive", "70%", [1]),
        ("probability_alive__lt", "0.7", []),
        ("recency__empty", "true", [1]),
        ("recency__filled", "1", [2, 3]),
        ("last_purchase_on__ge", "2025-10-02", [2, 3]),
        ("last_purchase_on__within", "90", [2]),
        ("last_purchase_on__within", "91", [2, 3]),
        ("owner", "Ana", [1]),
        ("owner__not", "Ana", [2, 3]),
        ("owner__empty", "true", [2, 3]),
        ("owner__filled", "true", [1]),
        ("name__contains", "SAO", [1]),
        ("owner__contains", "aná", [1]),
        ("name__contains", "%", []),
        ("category__in", "intermediate,mvc", [1, 2, 3]),
        ("growable", "true", [1]),
        ("growable__not", "true", [2, 3]),
        ("growable", "false", [2, 3]),
    ],
)
def test_a_condition_holds_of(key: str, text: str, customers: list[int]) -> None:
    assert holds((key, text)) == customers


def test_conditions_hold_together_and_none_holds_of_everybody() -> None:
    assert holds(("profit__ge", "0"), ("owner__filled", "true"), ("sort", "profit"), ("page", "2")) == [1]
    assert holds() == [1, 2, 3]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("profit__lt", "a lot"),
        ("profit__lt", ""),
        ("profit__lt", "1.000,50"),
        ("profit__lt", "0.005"),
        ("profit__lt", "1e400"),
        ("profit__lt", "NaN"),
        ("profit__lt", "9" * 400),
        ("profit__lt", "999999999999999999"),
        ("profit__contains", "1"),
        ("profit__within", "30"),
        ("profit__like", "1"),
        ("profit__", "1"),
        ("frequency__ge", "१२"),
        ("probability_alive__lt", "inf"),
        ("last_purchase_on__ge", "31/12/2025"),
        ("last_purchase_on__ge", "2025-02-30"),
        ("last_purchase_on__within", "0"),
        ("last_purchase_on__within", "99999"),
        ("category", "best"),
        ("category__in", "mvc,best"),
        ("category__lt", "mvc"),
        ("owner__in", ""),
        ("owner__in", ",".join(str(number) for number in range(201))),
        ("owner", "Ana\0"),
        ("owner", "x" * 201),
        ("owner__empty", "perhaps"),
        ("growable", "maybe"),
        ("growable__lt", "true"),
        ("password__lt", "1"),
        ("run_id__ge", "1"),
        ("profit) OR (1__lt", "1"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(key: str, text: str) -> None:
    with pytest.raises(CarteiraError) as refused:
        condition_of(key, text, 100)
    figure, _, operator = key.partition("__")
    assert refused.value.code == "bad_condition"
    assert refused.value.arguments == {"figure": figure, "operator": operator or ("" if "__" in key else "is")}
    assert str(refused.value)


@pytest.mark.parametrize("key", ["q", "sort", "page", "columns", "flag", "source", "password", "run_id", "folded_name"])
def test_other_parts_of_a_query_string_are_no_conditions(key: str) -> None:
    assert condition_of(key, "x", 100) is None


@pytest.mark.parametrize(
    "text",
    [
        "profit__lt=-0.05",
        "revenue=12",
        "category__in=mvc,mgc",
        'owner__in="Silva, Ana",Bia',
        "owner=Zé & Filhos; 100%",
        "last_purchase_on__within=90",
        "first_purchase_on__not=2025-01-31",
        "probability_alive__ge=0.7",
        "days_late__gt=1.5",
        "owner__empty=true",
        "losing_now=false",
    ],
)
def test_a_condition_is_written_as_it_was_read(text: str) -> None:
    key, _, value = text.partition("=")
    condition = condition_of(key, value, 100)
    assert condition is not None
    assert part_of(condition, 100) == (key, value)


def test_money_has_the_digits_of_its_currency() -> None:
    assert condition_of("profit__lt", "12", 1) == Condition("profit", "lt", 12)
    assert condition_of("profit__lt", "0.001", 1000) == Condition("profit", "lt", 1)
    assert part_of(Condition("profit", "lt", 12345), 1000) == ("profit__lt", "12.345")
    with pytest.raises(CarteiraError):
        condition_of("profit__lt", "0.5", 1)


VALUES = {
    "money": st.integers(-(10**17), 10**17),
    "number": st.integers(-(10**15), 10**15),
    "percent": st.integers(0, 1000).map(lambda share: share / 1000),
    "day": st.dates(date(1900, 1, 1)),
    "text": st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=60),
    "flag": st.booleans(),
}


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    figure = draw(st.sampled_from(list(FIGURES.values())))
    operator = draw(st.sampled_from(OPERATORS[figure.kind]))
    if operator in ("empty", "filled"):
        return Condition(figure.name, operator)
    if operator == "within":
        return Condition(figure.name, operator, draw(st.integers(1, 40_000)))
    values = st.sampled_from(figure.values) if figure.values else VALUES.get(figure.kind, VALUES["text"])
    if operator == "in":
        return Condition(figure.name, operator, tuple(draw(st.lists(values, min_size=1, max_size=5, unique=True))))
    return Condition(figure.name, operator, draw(values))


@given(conditions(), st.sampled_from([1, 100, 1000]))
def test_every_condition_comes_back(condition: Condition, minor_factor: int) -> None:
    assert condition_of(*part_of(condition, minor_factor), minor_factor) == condition


@given(st.sampled_from(sorted(FIGURES)), st.sampled_from(["is", "lt", "in", "within", "contains", "empty"]), st.text())
def test_any_text_is_read_or_refused(figure: str, operator: str, text: str) -> None:
    try:
        condition = condition_of(f"{figure}__{operator}", text, 100)
    except CarteiraError:
        return
    assert condition is not None
    sql, parameters = where([condition])
    assert sql.count("?") == len(parameters)
