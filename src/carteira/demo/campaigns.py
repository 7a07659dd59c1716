"""Campaigns with a random holdout, and what the company asks and hears: surveys, answers, estimates, opportunities."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from carteira.demo.calendar import Calendar
from carteira.demo.catalogue import Employees, Products
from carteira.demo.chance import happens, lognormal, stream
from carteira.demo.expectation import Expectation
from carteira.demo.files import numbers
from carteira.demo.life import CONTROL, TREATED, UNTREATED, Life
from carteira.demo.records import CRM, SHOP, Records
from carteira.demo.rows import Rows
from carteira.demo.text import Floats, Ints, chosen, days, decimals, moments, numbered
from carteira.demo.traits import Traits
from carteira.demo.world import World

ARMS = ("", "treated", "control")
MORNING = 9 * 3600
STAGES = ("qualified", "proposal", "negotiation", "won", "lost")
WON, LOST = 3, 4
COMPETITORS = ("Atacado Sulino", "Suprimentos Já", "Casa Forte Distribuição", "Rede Abasto")
SURVEY_SHARE = {CRM: 0.20, SHOP: 0.05}
ANSWER_SHARE = 0.35
TRUE_ANSWER_SHARE = 0.75
WALLET_SHARE = 0.75


@dataclass(frozen=True)
class Treated(Rows):
    """Arrays by customer and campaign. Cost in cents, 0 for the holdout."""

    owner: Ints
    campaign: Ints
    arm: Ints
    day: Ints
    cost: Ints


def make_treatments(world: World, seed: int, chunk: int, life: Life, calendar: Calendar) -> Treated:
    """Who was treated by which campaign, and who was held out, in the order of time."""
    chance = stream(seed, "treatments", chunk)
    campaign, owner = np.nonzero(life.arms != UNTREATED)
    arm = life.arms[campaign, owner]
    month = len(calendar.numbers) - np.array([item.month for item in world.campaigns], np.int64)
    day = calendar.starts[month[campaign]] + chance.integers(0, 21, len(owner))
    cost = np.array([round(item.cost * 100) for item in world.campaigns], np.int64)[campaign]
    treated = Treated(owner, campaign, arm, day, np.where(arm == TREATED, cost, 0))
    return treated.taken(np.argsort(day, kind="stable"))


def treatments_tables(world: World, chunk: int, treated: Treated, records: Records) -> dict[int, pa.Table]:
    """Canonical treatments of shop and CRM."""
    by_shop = np.array([item.source == "shop" for item in world.campaigns])[treated.campaign]
    tables = {}
    for source in (SHOP, CRM):
        part = treated.taken(np.flatnonzero(by_shop == (source == SHOP)))
        tables[source] = pa.table(
            {
                "customer": records.customer(source, part.owner, part.day),
                "programme": chosen([item.name for item in world.campaigns], part.campaign),
                "at": moments(part.day, np.full(len(part.day), MORNING)),
                "arm": chosen(ARMS, part.arm),
                "id": numbered("C", numbers(chunk, len(part.owner)), 10),
                "action": chosen([item.kind for item in world.campaigns], part.campaign),
                "cost": decimals(part.cost, 2, part.arm != CONTROL),
            }
        )
    return tables


def surveys_tables(
    seed: int, chunk: int, traits: Traits, life: Life, records: Records, calendar: Calendar
) -> dict[int, pa.Table]:
    """Canonical surveys of shop and CRM: the few who answer say how satisfied they are that month, more or less."""
    chance = stream(seed, "surveys", chunk)
    tables = {}
    for source, present in ((SHOP, traits.in_shop), (CRM, traits.in_crm)):
        asked = np.flatnonzero(present & ~traits.prospect & happens(chance, SURVEY_SHARE[source], len(traits)))
        count = len(asked)
        month = chance.integers(np.maximum(traits.start[asked], 0), len(calendar.numbers))
        day = np.minimum(calendar.starts[month] + chance.integers(0, 28, count), calendar.end - 1)
        mood = life.satisfaction[asked, month] + 0.3 * chance.standard_normal(count)
        kind = (chance.random(count) < 0.3).astype(np.int64)
        score = np.where(
            kind == 0, np.clip(np.round(7.3 + 3.2 * mood), 0, 10), np.clip(np.round(3.7 + 1.5 * mood), 1, 5)
        )
        tables[source] = pa.table(
            {
                "customer": records.customer(source, asked, day),
                "at": moments(day, chance.integers(8 * 3600, 22 * 3600, count) // 60 * 60),
                "kind": chosen(("nps", "csat"), kind),
                "score": decimals(score.astype(np.int64), 0),
                "id": numbered("Q", numbers(chunk, count), 10),
            }
        )
    return tables


def answers_table(
    world: World, seed: int, chunk: int, traits: Traits, records: Records, calendar: Calendar
) -> pa.Table:
    """Canonical answers in the CRM: what companies say they need most, mostly true."""
    chance = stream(seed, "answers", chunk)
    asked = np.flatnonzero(traits.in_crm & traits.company & happens(chance, ANSWER_SHARE, len(traits)))
    other = chance.integers(0, len(world.needs), len(asked))
    told = np.where(happens(chance, TRUE_ANSWER_SHARE, len(asked)), traits.need[asked], other)
    day = _late_day(chance, traits, asked, calendar)
    return pa.table(
        {
            "customer": records.customer(CRM, asked, day),
            "question": pa.repeat("main_need", len(asked)),
            "answer": chosen(list(world.needs), told),
            "at": moments(day, np.full(len(asked), MORNING)),
        }
    )


def wallet_of(traits: Traits, expected: Expectation) -> Floats:
    """What each customer buys a year from everyone, in reais."""
    return expected.gross * (1 - traits.discount) * traits.rate * traits.wallet_factor


def wallet_table(
    seed: int, chunk: int, traits: Traits, expected: Expectation, records: Records, calendar: Calendar
) -> pa.Table:
    """Canonical wallet in the CRM: the sellers' estimates."""
    chance = stream(seed, "wallet", chunk)
    known = np.flatnonzero(
        traits.in_crm & traits.company & ~traits.prospect & happens(chance, WALLET_SHARE, len(traits))
    )
    estimate = wallet_of(traits, expected)[known] * lognormal(chance, 0.35, len(known))
    day = _late_day(chance, traits, known, calendar)
    return pa.table(
        {
            "customer": records.customer(CRM, known, day),
            "estimated_annual_spend": decimals(np.round(estimate / 100).astype(np.int64) * 10_000, 2),
            "as_of": days(day),
            "source": chosen(("seller", "interview"), chance.integers(0, 2, len(known))),
            "confidence": decimals(chance.integers(3, 10, len(known)), 1),
        }
    )


def opportunities_table(
    seed: int,
    chunk: int,
    traits: Traits,
    expected: Expectation,
    records: Records,
    products: Products,
    employees: Employees,
    calendar: Calendar,
) -> pa.Table:
    """Canonical opportunities of the CRM, open and closed."""
    chance = stream(seed, "opportunities", chunk)
    managed = np.flatnonzero(traits.in_crm)
    owner = np.repeat(managed, chance.poisson(np.where(traits.prospect, 1.2, 1.6)[managed]))
    count = len(owner)
    opened = _late_day(chance, traits, owner, calendar)
    stage = chance.choice(len(STAGES), count, p=(0.12, 0.12, 0.08, 0.33, 0.35))
    stage = np.where(traits.prospect[owner] & (stage == WON), LOST, stage)
    closed = opened + chance.integers(5, 120, count)
    stage = np.where((stage >= WON) & (closed >= calendar.end), 1, stage)
    amount = np.maximum(expected.gross[owner], 200.0) * lognormal(chance, 0.8, count) * 3
    product = products.drawn[traits.group[owner], chance.integers(0, products.drawn.shape[1], count)]
    rival = chance.integers(0, len(COMPETITORS), count)
    return pa.table(
        {
            "opportunity_id": numbered("O", numbers(chunk, count), 10),
            "customer": records.customer(CRM, owner, opened),
            "stage": chosen(STAGES, stage),
            "amount": decimals(np.round(amount).astype(np.int64) * 100, 2),
            "product_id": chosen(products.ids, product),
            "seller": chosen(employees.sellers, traits.seller[owner]),
            "competitor": chosen(COMPETITORS, rival, (stage == LOST) | (chance.random(count) < 0.3)),
            "opened_on": days(opened),
            "closed_on": days(closed, stage >= WON),
        }
    )


def _late_day(chance: np.random.Generator, traits: Traits, owner: Ints, calendar: Calendar) -> Ints:
    """A day of the last eighteen months on which the customer was known."""
    earliest = calendar.starts[np.maximum(traits.start[owner], len(calendar.numbers) - 18)]
    return np.asarray(chance.integers(earliest, calendar.end))
