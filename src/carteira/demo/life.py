"""What happens month by month between the company and a customer: orders, visits, calls, problems, moods, leaving."""

from dataclasses import dataclass

import numpy as np

from carteira.demo.chance import happens, stream
from carteira.demo.expectation import Expectation
from carteira.demo.text import Bools, Floats, Ints
from carteira.demo.traits import Traits
from carteira.demo.world import Campaign, World

UNTREATED, TREATED, CONTROL = 0, 1, 2


@dataclass
class State:
    """Where each customer stands: arrays by entity. `effort`: revenue of a month, smoothed over the past ones."""

    alive: Bools
    satisfaction: Floats
    effort: Floats


@dataclass(frozen=True)
class Month:
    """What one month brought: counts by entity, and the month's reported problems (entity, days to resolve, share of
    the order compensated, whether satisfaction was restored)."""

    orders: Ints
    visits: Ints
    calls: Ints
    case_entity: Ints
    case_days: Ints
    case_compensation: Floats
    case_restored: Bools


@dataclass(frozen=True)
class Life:
    """The whole history of a chunk: one `Month` per month, arms (campaigns, entities), satisfaction (entities,
    months)."""

    months: list[Month]
    arms: Ints
    satisfaction: Floats
    state: State


def live(world: World, seed: int, chunk: int, traits: Traits, expected: Expectation, calendar: list[int]) -> Life:
    """The months of history of a chunk's customers; `calendar` gives each month's number in the year, 0 = January."""
    chance = stream(seed, "life", chunk)
    known = [traits.start < len(calendar) - campaign.month for campaign in world.campaigns]
    drawn = [_arms(campaign, chance, traits, there) for campaign, there in zip(world.campaigns, known, strict=True)]
    arms = np.array(drawn, np.int64).reshape(-1, len(traits))
    state = State(
        alive=~traits.prospect & (traits.start < 0),
        satisfaction=0.2 * chance.standard_normal(len(traits)),
        effort=expected.revenue * traits.rate / 12,
    )
    phase = chance.random(len(traits))
    months = []
    satisfaction = np.empty((len(traits), len(calendar)))
    for number, month in enumerate(calendar):
        starts = ~traits.prospect & (traits.start == number)
        state.alive |= starts
        lift = campaign_lift(world, traits, arms, len(calendar) - number)
        rate = traits.rate / 12 * world.company.season[month] * lift
        months.append(live_one_month(world, chance, traits, state, rate, starts, phase))
        state.effort = 0.8 * state.effort + 0.2 * expected.revenue * months[-1].orders
        satisfaction[:, number] = state.satisfaction
    return Life(months, arms, satisfaction, state)


def _arms(campaign: Campaign, chance: np.random.Generator, traits: Traits, known: Bools) -> Ints:
    audience = (traits.in_shop if campaign.source == "shop" else traits.in_crm) & ~traits.prospect & known
    reached = audience & happens(chance, campaign.reach, len(traits))
    held = happens(chance, campaign.holdout, len(traits))
    return np.where(reached, np.where(held, CONTROL, TREATED), UNTREATED)


def campaign_lift(world: World, traits: Traits, arms: Ints, months_left: int) -> Floats:
    """Factor of the order rate by the campaigns that run in the month that begins so many months before as_of."""
    factor = np.ones(len(traits))
    for campaign, arm in zip(world.campaigns, arms, strict=True):
        if campaign.month - campaign.months < months_left <= campaign.month:
            lift = np.array([campaign.lift[need] for need in world.needs])[traits.need]
            factor = factor * np.where(arm == TREATED, 1 + lift, 1.0)
    return factor


def live_one_month(
    world: World, chance: np.random.Generator, traits: Traits, state: State, rate: Floats, starts: Bools, phase: Floats
) -> Month:
    """One month in the life of all customers: changes `state` and returns what happened. `rate`: orders expected this
    month, before satisfaction; `starts`: whose first order falls in it; `phase` (changed): how far regular buyers are
    on the way to their next order."""
    mood = world.satisfaction
    active = state.alive
    mean = np.where(active, rate * np.exp(mood.rate_effect * state.satisfaction), 0.0)
    phase += np.where(traits.regular, mean, 0.0)
    even = np.floor(phase)
    phase -= even
    orders = np.where(traits.regular, even, chance.poisson(mean)).astype(np.int64)
    leaving = np.clip(traits.dropout * np.exp(-mood.dropout_effect * state.satisfaction), 1e-9, 0.95)
    until = np.minimum(chance.exponential(1.0, len(traits)) / -np.log1p(-leaving), 1e9).astype(np.int64) + 1
    gone = active & (until <= orders)
    orders = np.where(gone, until, orders) + starts
    visits = chance.poisson(np.where(active | traits.prospect, visit_rate(world, traits, state.effort), 0.0))
    calls = chance.poisson(np.where(active, traits.calls / 12, 0.0))
    trouble = np.asarray(1 - (1 - np.minimum(traits.problems, 0.9)) ** orders, float)
    troubled = np.flatnonzero(happens(chance, trouble, len(traits)))
    month = _problems(world, chance, traits, orders, visits, calls, troubled)
    change = visits * traits.contact + mood.noise * chance.standard_normal(len(traits))
    change[troubled] += mood.problem
    change[month.case_entity[month.case_restored]] += mood.recovery
    state.satisfaction = np.clip(mood.memory * state.satisfaction + change, -2.0, 1.5)
    state.alive = active & ~gone
    return month


def visit_rate(world: World, traits: Traits, effort: Floats) -> Floats:
    """Visits a month: more where past revenue was larger, as in life; `effort` is the revenue of a month."""
    relative = np.maximum(effort / world.service.middling_revenue, 0.02)
    attention = np.clip(relative**world.service.effort_exponent, 0.25, 2.0)
    attention = np.where(traits.spoiled | traits.overlooked, np.minimum(attention, 1.0), attention)
    return np.asarray(traits.visits / 12 * np.where(traits.prospect, world.service.prospect_visits, attention))


def _problems(
    world: World, chance: np.random.Generator, traits: Traits, orders: Ints, visits: Ints, calls: Ints, troubled: Ints
) -> Month:
    """Callers report most of their problems; a recovery restores satisfaction if it is quick and sufficient."""
    mood = world.satisfaction
    reported = troubled[traits.in_call[troubled] & happens(chance, mood.reported_share, len(troubled))]
    delay = np.minimum(np.floor(chance.lognormal(0.9, 0.9, len(reported))), 60).astype(np.int64)
    share = np.where(
        happens(chance, 0.6, len(reported)), mood.compensation * chance.uniform(0.4, 2.9, len(reported)), 0.0
    )
    sufficient = share >= mood.compensation * chance.uniform(0.2, 1.2, len(reported))
    return Month(orders, visits, calls, reported, delay, share, (delay <= mood.quick_days) & sufficient)
