"""A scenario of remedies: terms for all and changed assumptions, checked, and what they bring by a run's tables."""

from collections.abc import Mapping
from typing import Any

from carteira.customize.remedies.assumptions import complete
from carteira.customize.remedies.policy import TERMS, Effect, Terms, effect_of
from carteira.differentiate.clean_portfolio import NOT_IN_ORDER
from carteira.differentiate.tables import Tables
from carteira.errors import CarteiraError

LARGEST: Mapping[str, float] = {"discount": 1.0, "price": 1.0, "visits": 1000.0}
LARGEST_AMOUNT = 1e15


def checked_terms(given: Mapping[str, Any]) -> dict[str, float]:
    """The terms that are set, as numbers. Raises `bad_scenario`."""
    terms = {name: value for name, value in given.items() if value is not None}
    try:
        numbers = {name: float(value) for name, value in terms.items()}
    except (TypeError, ValueError) as error:
        raise CarteiraError("bad_scenario") from error
    if set(numbers) - set(TERMS) or not all(
        0 <= number <= LARGEST.get(name, LARGEST_AMOUNT) for name, number in numbers.items()
    ):
        raise CarteiraError("bad_scenario")
    return numbers


def checked_assumptions(given: Mapping[str, Any]) -> dict[str, Any]:
    """The assumptions that are changed. Raises `bad_scenario`."""
    try:
        whole = complete(given)
    except (TypeError, ValueError) as error:
        raise CarteiraError("bad_scenario") from error
    return {name: whole[name] for name in given}


def scenario_effect(
    tables: Tables, usual: Mapping[str, Any], terms: Mapping[str, Any], changed: Mapping[str, Any]
) -> Effect:
    """What the terms bring by the tables of a run, for the customers of the clean portfolio that may be seen and made a
    loss. `usual`: the assumptions of the book, `changed`: those of the scenario over them. Raises `bad_scenario`."""
    listed = f"SELECT customer_id FROM customer_card WHERE {NOT_IN_ORDER}"
    return effect_of(
        tables.query(f"SELECT * FROM remedy_inputs WHERE customer_id IN ({listed}) ORDER BY customer_id"),
        tables.query("SELECT customer_id, amount FROM remedy_orders"),
        Terms(**checked_terms(terms)),
        {**usual, **checked_assumptions(changed)},
    )
