"""Assumptions: what the setting and scenarios may say."""

from typing import Any

import pytest

from carteira.book.settings import checked
from carteira.customize.remedies import ASSUMPTIONS, LIMITS, complete
from carteira.customize.remedies.assumptions import careful, hopeful, likely
from carteira.errors import CarteiraError


def test_what_is_not_given_is_as_usual() -> None:
    found = complete({"elasticity": [0.5, 1, 1.5]})
    assert found["elasticity"] == [0.5, 1, 1.5]
    assert found["collected"] == list(ASSUMPTIONS["collected"])
    assert found["price_rise"] == LIMITS["price_rise"]


def test_careful_saves_least_and_loses_most() -> None:
    given = {"collected": [0.1, 0.2, 0.3], "visits_lost": [0.1, 0.2, 0.3]}
    taken = [(each(given)["collected"], each(given)["visits_lost"]) for each in (careful, likely, hopeful)]
    assert taken == [(0.1, 0.3), (0.2, 0.2), (0.3, 0.1)]


@pytest.mark.parametrize(
    "given",
    [
        {"unknown": 1},
        {"elasticity": [2, 1, 3]},
        {"elasticity": [1, 2]},
        {"visits_lost": [0, 0.5, 1.5]},
        {"price_rise": -0.1},
        {"price_rise": "nan"},
        {"elasticity": 1},
    ],
)
def test_nonsense_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(CarteiraError, match="is not a value for remedies"):
        checked("remedies", given)


def test_the_setting_keeps_what_was_given() -> None:
    assert checked("remedies", '{"price_rise": 0.08}') == {"price_rise": 0.08}
