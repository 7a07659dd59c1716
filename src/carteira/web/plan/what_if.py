"""What if there were more or less of a resource: the plan made anew with other capacities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.http import QueryDict
from django.utils.translation import gettext as _

from carteira.customize.options import Options
from carteira.customize.planning import allocation_of
from carteira.web import formats
from carteira.web.plan.words import amount_words, price_words

LEAST, USUAL, MOST = 0, 100, 200
"""Per cent of what there is."""


@dataclass(frozen=True)
class Slider:
    """A resource and how much of it is tried, in per cent of what there is."""

    code: str
    name: str
    percent: int
    amount: str
    price: str


@dataclass(frozen=True)
class Answer:
    """What the other plan would bring, against the plan at hand."""

    sentence: str
    gains: bool
    actions: Sequence[tuple[str, int, int]]
    """Name, customers in the plan, and customers in the other one."""
    sliders: Sequence[Slider]


def percents(query: QueryDict, options: Options) -> dict[str, int]:
    """How much of each resource the query asks for; USUAL where it says nothing that can be."""
    asked = {resource.code: query.get(resource.code, "") for resource in options.resources}
    return {
        code: min(max(int(text), LEAST), MOST) if text.isdecimal() and len(text) < 5 else USUAL
        for code, text in asked.items()
    }


def sliders(options: Options, asked: Mapping[str, int], prices: np.ndarray, currency: str) -> list[Slider]:
    found = []
    for place, resource in enumerate(options.resources):
        there_is = sum(amount for amount in resource.capacity if amount is not None)
        percent = asked[resource.code]
        amount = amount_words(there_is * percent / 100, resource, currency)
        price = price_words(float(prices[place].max(initial=0.0)), resource, currency)
        found.append(Slider(resource.code, resource.name, percent, amount, price))
    return found


def what_if(options: Options, asked: Mapping[str, int], currency: str) -> Answer:
    """The best plan with the resources that are asked for."""
    share = np.array([asked[resource.code] / 100 for resource in options.resources])
    capacity = np.where(np.isinf(options.capacity), np.inf, options.capacity * share[:, None])
    other = allocation_of(options, capacity)
    rows = np.flatnonzero(options.choice >= 0)
    present = float(np.asarray(options.value[rows, options.choice[rows]], np.float64).sum())
    counts = [_counts(choice, len(options.actions)) for choice in (options.choice, other.choice)]
    return Answer(
        sentence=_sentence(other.objective - present, currency),
        gains=other.objective >= present,
        actions=[
            (action.name, int(now), int(then)) for action, now, then in zip(options.actions, *counts, strict=True)
        ],
        sliders=sliders(options, asked, other.shadow_prices, currency),
    )


def _counts(choice: np.ndarray, actions: int) -> np.ndarray:
    return np.bincount(np.asarray(choice) + 1, minlength=actions + 1)[1:]


def _sentence(difference: float, currency: str) -> str:
    locale = formats.active_locale()
    amount = formats.money_short(round(abs(difference)), currency, locale)
    if round(difference) == 0:
        return _("It would bring the same.")
    if difference > 0:
        return _("It would bring %(amount)s more a week.") % {"amount": amount}
    return _("It would bring %(amount)s less a week.") % {"amount": amount}
