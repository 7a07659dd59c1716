"""The true future: what each customer is expected to bring, by the hidden traits, treated as today and as could be."""

from dataclasses import dataclass

import numpy as np

from carteira.demo.catalogue import Products
from carteira.demo.expectation import Expectation, expect
from carteira.demo.life import State, visit_rate
from carteira.demo.text import Floats, Ints
from carteira.demo.traits import Traits
from carteira.demo.world import KINDS, Campaign, Treatment, World

DISCOUNT_RATE = 0.12
HORIZON_MONTHS = 36
CATEGORIES = ("mvc", "mgc", "intermediate", "below_zero")
RELATIONSHIPS = ("transactional", "solutions", "relational", "collaborative")


@dataclass(frozen=True)
class Future:
    """Arrays by entity, money in reais: net present value of the margin of the next three years as today (`value`),
    with each treatment (`with_treatment`: (treatments, entities); as today where not feasible), under the best of them
    (`potential`), and expected orders. Prospects are worth nothing as today, and what they may become if won.
    `with_campaign`: (campaigns, entities) value if the campaign is made once more, without what it costs;
    `in_campaign`: what it adds while it lasts."""

    value: Floats
    with_treatment: Floats
    orders: Floats
    potential: Floats
    with_campaign: Floats
    in_campaign: Floats


@dataclass(frozen=True)
class Change:
    """What a treatment changes, arrays by entity or numbers."""

    rate: Floats | float = 1.0
    dropout: Floats | float = 1.0
    visits: Floats | float = 1.0
    monthly: float = 0.0
    months: int = HORIZON_MONTHS
    """For so many months the rate is changed."""


def foresee(world: World, traits: Traits, state: State, products: Products, months: list[int]) -> Future:
    """The expected future of the customers as they stand; `months`: the coming months' numbers in the year."""
    expected = expect(world, products, traits)
    value, orders = _present_value(world, traits, state, expected, Change(), months)
    again = [_repeated(world, campaign, traits, state, expected, months) for campaign in world.campaigns]
    ways = [
        _treated(world, treatment, traits, state, products, months, value) for treatment in world.treatments.values()
    ]
    with_treatment = np.array(ways).reshape(-1, len(traits))
    potential = np.maximum(value, with_treatment.max(axis=0, initial=-np.inf))
    if_won = world.company.prospect_conversion * np.maximum(potential, 0.0)
    buys = ~traits.prospect
    with_campaign, in_campaign = np.array(again).reshape(-1, 2, len(traits)).transpose(1, 0, 2) * buys
    potential = np.where(buys, potential, if_won)
    return Future(value * buys, with_treatment * buys, orders * buys, potential, with_campaign, in_campaign)


def _present_value(
    world: World,
    traits: Traits,
    state: State,
    expected: Expectation,
    change: Change,
    months: list[int],
    horizon: int = HORIZON_MONTHS,
) -> tuple[Floats, Floats]:
    """Margin less service, discounted to as_of, and orders. Within a month orders are Poisson and each may be the last,
    so that with mean m and drop-out p the expected orders are (1 - exp(-m p)) / p of those still there."""
    mood = world.satisfaction
    alive = (state.alive | traits.prospect).astype(float)
    satisfaction, effort = state.satisfaction, state.effort
    value, orders = np.zeros(len(traits)), np.zeros(len(traits))
    call_cost = traits.calls / 12 * expected.call_cost
    for ahead in range(horizon):
        mean = (
            traits.rate
            / 12
            * world.company.season[months[ahead % 12]]
            * (change.rate if ahead < change.months else 1.0)
            * np.exp(mood.rate_effect * satisfaction)
        )
        leaving = np.clip(traits.dropout * change.dropout * np.exp(-mood.dropout_effect * satisfaction), 1e-6, 0.95)
        bought = -np.expm1(-mean * leaving) / leaving
        visits = visit_rate(world, traits, effort) * change.visits
        margin = bought * expected.margin - visits * expected.visit_cost - call_cost - change.monthly
        value += alive * margin / (1 + DISCOUNT_RATE) ** ((ahead + 0.5) / 12)
        orders += alive * bought
        alive = alive * np.exp(-mean * leaving)
        effort = 0.8 * effort + 0.2 * expected.revenue * bought
        satisfaction = _next_satisfaction(world, traits, satisfaction, visits, bought)
    return value, orders


def _next_satisfaction(world: World, traits: Traits, satisfaction: Floats, visits: Floats, orders: Floats) -> Floats:
    mood = world.satisfaction
    problems = np.minimum(traits.problems, 0.9) * np.minimum(orders, 1.0 / np.maximum(traits.problems, 1e-6))
    restored = traits.in_call * mood.reported_share * 0.25
    change = visits * traits.contact + problems * (mood.problem + restored * mood.recovery)
    return np.clip(mood.memory * satisfaction + change, -2.0, 1.5)


def _treated(
    world: World,
    treatment: Treatment,
    traits: Traits,
    state: State,
    products: Products,
    months: list[int],
    as_today: Floats,
) -> Floats:
    def by_need(values: dict[str, float]) -> Floats:
        return np.array([values[need] for need in world.needs])[traits.need]

    room = np.clip((traits.wallet_factor - 1.0) / 2.0, 0.0, 2.5) if treatment.growth else 1.0
    dearer = (1 - traits.discount * by_need(treatment.discount)) / (1 - traits.discount) - 1
    rate = _scaled(by_need(treatment.rate), room) * np.exp(-traits.sensitivity * dearer)
    basket = _scaled(by_need(treatment.basket), room)
    expected = expect(world, products, traits, by_need(treatment.discount), basket, treatment.delivery, treatment.late)
    own_visits = np.where(traits.overlooked & (treatment.visits > 1), 12.0, treatment.visits)
    change = Change(rate, by_need(treatment.dropout), own_visits, treatment.cost)
    value, _ = _present_value(world, traits, state, expected, change, months)
    feasible = np.array([kind in treatment.kinds for kind in KINDS])[traits.company.astype(np.int64)] & (
        state.alive | traits.prospect
    )
    return np.where(feasible & (traits.in_crm | (not treatment.crm)), value, as_today)


def _repeated(
    world: World, campaign: Campaign, traits: Traits, state: State, expected: Expectation, months: list[int]
) -> tuple[Floats, Floats]:
    """The value of everybody who can take part if the campaign begins now, and what it adds while it lasts."""
    lift = np.array([campaign.lift[need] for need in world.needs])[traits.need]
    change = Change(1 + lift * (traits.in_shop if campaign.source == "shop" else traits.in_crm), months=campaign.months)
    value, _ = _present_value(world, traits, state, expected, change, months)
    during, usual = (
        _present_value(world, traits, state, expected, either, months, campaign.months)[0]
        for either in (change, Change())
    )
    return value, during - usual


def _scaled(factor: Floats, room: Floats | float) -> Floats:
    """Gains grow with the unsold part of the wallet; losses do not."""
    return np.where(factor > 1, 1 + (factor - 1) * room, factor)


def relationship_types(traits: Traits, needs: list[str]) -> Ints:
    """Position in `RELATIONSHIPS` of how a company chooses to buy, from need and what it buys from everyone; -1 for
    persons."""
    of_need = np.array([{"price": 0, "advice": 1, "partnership": 3}.get(need, 2) for need in needs])
    drawn = of_need[traits.need]
    spending = traits.rate * traits.lines * (1 + traits.size) * traits.wallet_factor
    small = spending < np.median(spending[traits.company]) if traits.company.any() else np.ones(len(traits), bool)
    drawn = np.where((drawn == 3) & small, 2, drawn)
    return np.where(traits.company, drawn, -1)


def true_categories(value: Floats, potential: Floats) -> Ints:
    """Position in `CATEGORIES`, by the rule of the categories applied to the truth: below zero; the fewest who hold 60
    % of positive value; of the rest the fifth with most to gain, where there is anything to gain."""
    category = np.full(len(value), CATEGORIES.index("intermediate"))
    order = np.argsort(-value, kind="stable")
    held = np.cumsum(np.maximum(value[order], 0.0))
    if len(held) and held[-1] > 0:
        category[order[: np.searchsorted(held, 0.6 * held[-1]) + 1]] = CATEGORIES.index("mvc")
    category[value < 0] = CATEGORIES.index("below_zero")
    rest = np.flatnonzero(category == CATEGORIES.index("intermediate"))
    growth = (potential - value)[rest]
    best = np.argsort(-growth, kind="stable")[: round(0.2 * len(rest))]
    category[rest[best[growth[best] > 0]]] = CATEGORIES.index("mgc")
    return category
