"""What serving the customers takes: visits, mails, messages, calls, chats, and cases."""

from dataclasses import dataclass, replace

import numpy as np

from carteira.demo.calendar import Calendar
from carteira.demo.chance import happens, rounded_by_chance, stream
from carteira.demo.expectation import CHAT_SHARE, Expectation
from carteira.demo.life import Life
from carteira.demo.rows import Rows
from carteira.demo.sales import NOBODY, SHOP, Orders
from carteira.demo.text import Bools, Ints
from carteira.demo.traits import Traits
from carteira.demo.world import World

CHANNELS = ("visit", "call", "chat", "email", "message")
VISIT, CALL, CHAT, EMAIL, MESSAGE = range(5)
OWN_COST_SHARE = 0.02
UNKNOWN_CALLERS = 0.02


@dataclass(frozen=True)
class Contacts(Rows):
    """Arrays by interaction. Minutes in tenths, 0 where not kept; cost in cents, -1 where the rates apply."""

    owner: Ints
    day: Ints
    second: Ints
    channel: Ints
    minutes: Ints
    cost: Ints
    inbound: Bools


@dataclass(frozen=True)
class Cases(Rows):
    """Arrays by case. `resolved`: day, or -1; compensation in cents; satisfaction 1 to 5, or 0 where nobody
    answered."""

    owner: Ints
    day: Ints
    second: Ints
    resolved: Ints
    nature: Ints
    severity: Ints
    compensation: Ints
    satisfaction: Ints


def natures(world: World) -> list[str]:
    """Every nature of complaint, in a fixed order."""
    return sorted({nature for need in world.needs.values() for nature in need.natures})


def make_contacts(
    world: World, seed: int, chunk: int, traits: Traits, life: Life, orders: Orders, calendar: Calendar
) -> tuple[Contacts, Contacts]:
    """The interactions that the CRM keeps, and those of the call centre, each in the order of time."""
    chance = stream(seed, "contacts", chunk)
    visits = _spread(chance, [month.visits for month in life.months], calendar, VISIT)
    minutes = np.maximum(np.round(world.service.visit_minutes * chance.standard_gamma(4.0, len(visits.owner)) / 4), 5)
    own_cost = happens(chance, OWN_COST_SHARE, len(visits.owner))
    cost = np.where(own_cost, np.round(minutes * 175 + 3200).astype(np.int64), -1)
    visits = replace(visits, minutes=minutes.astype(np.int64) * 10, cost=cost)
    copies = rounded_by_chance(chance, np.full(len(visits.owner), world.service.emails_per_visit))
    mails = visits.taken(np.repeat(np.arange(len(visits.owner)), copies))
    mails = Contacts(
        mails.owner, mails.day, mails.second, np.full(len(mails.owner), EMAIL), *_nothing(len(mails.owner))
    )
    told = ~orders.returned & (orders.owner != NOBODY) & (orders.channel != SHOP) & traits.in_crm[orders.like]
    told &= happens(chance, world.service.messages_per_order, len(told))
    notices = Contacts(
        orders.owner[told],
        orders.day[told],
        orders.second[told],
        np.full(told.sum(), MESSAGE),
        *_nothing(int(told.sum())),
    )
    calls = _spread(chance, [month.calls for month in life.months], calendar, CALL)
    strangers = calls.taken(chance.integers(0, max(len(calls.owner), 1), round(UNKNOWN_CALLERS * len(calls.owner))))
    calls = calls.followed_by(replace(strangers, owner=np.full(len(strangers.owner), NOBODY)))
    length = np.maximum(
        np.round(world.service.call_minutes * 10 * chance.standard_gamma(1.5, len(calls.owner)) / 1.5), 1
    )
    chats = happens(chance, CHAT_SHARE, len(calls.owner))
    calls = replace(
        calls, channel=np.where(chats, CHAT, CALL), minutes=length.astype(np.int64), inbound=np.ones(len(chats), bool)
    )
    crm = visits.followed_by(mails).followed_by(notices)
    return crm.taken(np.lexsort((crm.second, crm.day))), calls.taken(np.lexsort((calls.second, calls.day)))


def _spread(chance: np.random.Generator, counts: list[Ints], calendar: Calendar, channel: int) -> Contacts:
    """Counts by entity of each month as interactions on its working days."""
    entities = np.arange(len(counts[0]))
    owner = np.concatenate([np.repeat(entities, count) for count in counts])
    month = np.repeat(np.arange(len(counts)), [int(count.sum()) for count in counts])
    day = calendar.starts[month] + np.floor(chance.random(len(owner)) * np.diff(calendar.starts)[month]).astype(
        np.int64
    )
    weekend = np.maximum((day + 3) % 7 - 4, 0)
    day = np.maximum(day - weekend, calendar.starts[0])
    second = chance.integers(8 * 3600, 18 * 3600, len(owner)) // 60 * 60
    return Contacts(owner, day, second, np.full(len(owner), channel), *_nothing(len(owner)))


def _nothing(count: int) -> tuple[Ints, Ints, Bools]:
    return np.zeros(count, np.int64), np.full(count, -1), np.zeros(count, bool)


def make_cases(
    world: World, seed: int, chunk: int, traits: Traits, life: Life, expected: Expectation, calendar: Calendar
) -> Cases:
    """The complaints that reached the call centre, in the order of time."""
    chance = stream(seed, "cases", chunk)
    owner = np.concatenate([month.case_entity for month in life.months])
    month = np.repeat(np.arange(len(life.months)), [len(month.case_entity) for month in life.months])
    delay = np.concatenate([month.case_days for month in life.months])
    share = np.concatenate([month.case_compensation for month in life.months])
    restored = np.concatenate([month.case_restored for month in life.months])
    count = len(owner)
    day = calendar.starts[month] + np.floor(chance.random(count) * np.diff(calendar.starts)[month]).astype(np.int64)
    resolved = np.where(day + delay < calendar.end, day + delay, -1)
    own = np.array([[natures(world).index(nature) for nature in need.natures[:2]] for need in world.needs.values()])
    usual = own[traits.need[owner], chance.integers(0, 2, count)]
    other = chance.integers(0, len(natures(world)), count)
    score = np.clip(np.round(np.where(restored, 4.3, 2.3) + 0.8 * chance.standard_normal(count)), 1, 5).astype(np.int64)
    answered = (resolved >= 0) & happens(chance, 0.4, count)
    value = (expected.gross * (1 - traits.discount))[owner]
    cases = Cases(
        owner=owner,
        day=day,
        second=chance.integers(8 * 3600, 18 * 3600, count),
        resolved=resolved,
        nature=np.where(happens(chance, 0.75, count), usual, other),
        severity=chance.integers(0, 3, count),
        compensation=np.round(share * value * 100).astype(np.int64),
        satisfaction=np.where(answered, score, 0),
    )
    return cases.taken(np.lexsort((cases.second, cases.day)))
