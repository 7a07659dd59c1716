"""The page of the target portfolio: how far it is, the customers behind each figure, and setting it with a way back."""

from typing import Any

import pytest

from carteira.accounts.models import User
from carteira.differentiate.models import TargetPortfolio
from tests.web.test_strategic_reasons import browser, cast, said

__all__ = ["cast"]
PAGE = "/portfolio/target/"
FORM = {
    "category.mvc.customers": "100",
    "category.mvc.lifetime_value": "60,5",
    "leaving_words": "Below zero for two years",
    "leaving_view": "below_zero",
}


def test_it_works(cast: dict[str, User]) -> None:
    dora = browser(cast["dora"])
    assert "Nobody has said yet which portfolio is wanted." in said(dora, PAGE)
    answer = dora.post(PAGE, FORM)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    made = TargetPortfolio.objects.get()
    assert made.shares == {"category": {"mvc": {"customers": 1.0, "lifetime_value": 0.605}}}
    shown = said(dora, PAGE)
    assert "points short of the wanted share of customers who are “Most valuable”." in shown
    assert "meets the exit criteria." in shown or "meet the exit criteria." in shown
    assert "/customers/?category=mvc&amp;status=customer" in shown
    assert 'value="60.5"' in shown
    dora.post(f"{PAGE}{made.pk}/take-back/")
    assert "Nobody has said yet" in said(dora, PAGE)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"category.mgc.customers": "1"}, "more than 100 % together"),
        ({"category.mgc.customers": "much"}, "from 0 to 100 %"),
        ({"category.vip.customers": "0"}, "from 0 to 100 %"),
    ],
)
def test_what_does_not_fit_is_said_and_stays_in_the_form(
    cast: dict[str, User], changes: dict[str, Any], words: str
) -> None:
    answer = browser(cast["dora"]).post(PAGE, {**FORM, **changes})
    content = answer.content.decode()
    assert answer.status_code == 422
    assert words in content
    assert 'value="60,5"' in content
    assert not TargetPortfolio.objects.exists()


def test_who_does_not_manage_sets_nothing(cast: dict[str, User]) -> None:
    assert browser(cast["alice"]).get(PAGE).status_code == 403
    assert browser(cast["alice"]).post(PAGE, FORM).status_code == 403
    assert browser(cast["eva"]).post(PAGE, FORM).status_code == 403
    assert not TargetPortfolio.objects.exists()
