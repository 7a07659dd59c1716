"""The hidden traits of every customer: what nobody can see, and what everything that is seen follows from."""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv, ndtri

from carteira.demo.catalogue import Employees
from carteira.demo.chance import evenly, happens, lognormal, stream, weighted
from carteira.demo.people import Entities
from carteira.demo.text import Bools, Floats, Ints
from carteira.demo.world import KINDS, World

LEAST_RATE = 0.15


@dataclass(frozen=True)
class Traits:
    """Arrays by entity. Rates are per year. `in_*`: recorded by that source; `start`: month of the first order, counted
    from the start of the history (-1: before it); `size`: quantity of a line beyond its first unit; `group`: row of the
    products' draw tables; `distance`, `wallet_factor`: multiples of the usual delivery cost and of what we sell them.
    Prospects have the traits they would have as buyers."""

    company: Bools
    need: Ints
    group: Ints
    prospect: Bools
    in_erp: Bools
    in_shop: Bools
    in_call: Bools
    in_crm: Bools
    start: Ints
    rate: Floats
    regular: Bools
    dropout: Floats
    lines: Floats
    size: Floats
    discount: Floats
    shop_share: Floats
    returns: Floats
    delivered: Floats
    distance: Floats
    problems: Floats
    calls: Floats
    visits: Floats
    spoiled: Bools
    overlooked: Bools
    contact: Floats
    sensitivity: Floats
    invoiced: Bools
    days_late: Floats
    default: Floats
    wallet_factor: Floats
    hour: Ints
    seller: Ints
    branch: Ints

    def __len__(self) -> int:
        return len(self.company)


def draw_kinds(world: World, seed: int, chunk: int, count: int) -> Bools:
    """Which entities of a chunk are companies."""
    return happens(stream(seed, "kinds", chunk), world.company.company_share, count)


def draw_traits(world: World, seed: int, chunk: int, entities: Entities, employees: Employees) -> Traits:
    """The hidden traits of a chunk's entities."""
    chance = stream(seed, "traits", chunk)
    company, count = entities.company, len(entities)
    need = _needs(world, chance, company)
    prospect = happens(chance, world.company.prospect_share, count)
    in_erp, in_shop, in_crm = _sources(world, chance, company, prospect)
    in_call = ~prospect & happens(chance, _of_kind(world, "caller_share", company), count)
    spoiled = in_crm & ~prospect & happens(chance, world.service.spoiled_share, count)
    grateful = in_crm & company & ~prospect & ~spoiled & (_of_need(world, "contact", need) > 0)
    overlooked = grateful & happens(chance, world.service.overlooked_share, count)
    appetite = lognormal(chance, world.service.appetite_sigma, count)
    new = happens(chance, world.company.new_share, count)
    size, rate = _sizes(world, chance, company, need), _rates(world, chance, company, need)
    sellers = chance.integers(0, len(employees.sellers), count)
    shop_share = np.clip(0.35 * _of_need(world, "shop", need) * chance.uniform(0.5, 1.5, count), 0.0, 1.0)
    wallet_share = np.clip(_of_kind(world, "wallet_share", company) * chance.uniform(0.4, 1.8, count), 0.03, 1.0)
    delivered = np.clip(_of_kind(world, "delivered", company) * chance.uniform(0.3, 1.5, count), 0.0, 1.0)
    return Traits(
        company=company,
        need=need,
        group=company * len(world.needs) + need,
        prospect=prospect,
        in_erp=in_erp,
        in_shop=in_shop,
        in_call=in_call,
        in_crm=in_crm,
        start=np.where(new, chance.integers(0, world.company.months, count), -1),
        rate=rate,
        regular=happens(chance, world.company.regular_share, count),
        dropout=chance.beta(_of_kind(world, "dropout_a", company), _of_kind(world, "dropout_b", company)),
        lines=np.maximum(_of_kind(world, "lines", company) * chance.uniform(0.6, 1.4, count), 1.0),
        size=size,
        discount=_discounts(world, chance, company, need, spoiled),
        shop_share=np.where(in_shop, np.where(in_erp, shop_share, 1.0), 0.0),
        returns=_of_kind(world, "returns", company) * np.minimum(appetite, 6.0) * chance.uniform(0.3, 1.7, count),
        delivered=np.where(in_shop & ~in_erp, world.service.shop_delivered, delivered),
        distance=lognormal(chance, world.service.delivery_distance, count),
        problems=_of_kind(world, "problems", company)
        * _of_need(world, "problems", need)
        * chance.uniform(0.4, 1.6, count),
        calls=np.where(in_call, _of_kind(world, "calls", company) * _of_need(world, "calls", need) * appetite, 0.0),
        visits=_visits(world, company & in_crm, need, appetite, spoiled, overlooked),
        spoiled=spoiled,
        overlooked=overlooked,
        contact=_of_need(world, "contact", need),
        sensitivity=_of_need(world, "sensitivity", need),
        invoiced=in_erp & happens(chance, _of_kind(world, "invoiced_share", company), count),
        days_late=_of_kind(world, "days_late", company) * chance.standard_gamma(0.6, count) / 0.6,
        default=_of_kind(world, "default_share", company) * chance.standard_gamma(0.3, count) / 0.3,
        wallet_factor=np.where(overlooked, world.service.overlooked_wallet, 1.0 / wallet_share),
        hour=chance.integers(8, 20, count),
        seller=sellers,
        branch=employees.branch_of_team[employees.team_of_seller[sellers]],
    )


def _of_kind(world: World, name: str, company: Bools) -> Floats:
    values = np.array([getattr(world.kinds[kind], name) for kind in KINDS], float)
    return np.asarray(values[company.astype(np.int64)])


def _of_need(world: World, name: str, need: Ints) -> Floats:
    return np.asarray(np.array([getattr(item, name) for item in world.needs.values()], float)[need])


def _needs(world: World, chance: np.random.Generator, company: Bools) -> Ints:
    person = weighted(chance, [need.weight_person for need in world.needs.values()], len(company))
    business = weighted(chance, [need.weight_company for need in world.needs.values()], len(company))
    return np.where(company, business, person)


def _sources(world: World, chance: np.random.Generator, company: Bools, prospect: Bools) -> tuple[Bools, Bools, Bools]:
    """In ERP, shop, CRM. Prospects of the shop have registered and never bought; all other prospects are the CRM's."""
    names = list(world.sources["person"])
    drawn = [weighted(chance, [world.sources[kind][name] for name in names], len(company)) for kind in KINDS]
    pattern = np.where(company, drawn[1], drawn[0])
    erp, shop, crm = (
        np.array([source in name.split("_") for name in names])[pattern] for source in ("erp", "shop", "crm")
    )
    by_crm = prospect & (company | ~shop)
    return erp & ~prospect, shop & ~by_crm, (crm & ~prospect) | by_crm


def _sizes(world: World, chance: np.random.Generator, company: Bools, need: Ints) -> Floats:
    sigma = _of_kind(world, "size_sigma", company)
    factor = np.exp(sigma * ndtri(evenly(chance, len(company))) - sigma**2 / 2)
    return _of_kind(world, "size", company) * _of_need(world, "size", need) * factor


def _rates(world: World, chance: np.random.Generator, company: Bools, need: Ints) -> Floats:
    shape = _of_kind(world, "rate_shape", company)
    factor = gammaincinv(shape, evenly(chance, len(company))) / shape
    return np.maximum(_of_kind(world, "rate_mean", company) * _of_need(world, "rate", need) * factor, LEAST_RATE)


def _discounts(world: World, chance: np.random.Generator, company: Bools, need: Ints, spoiled: Bools) -> Floats:
    usual = (
        _of_kind(world, "discount", company)
        * _of_need(world, "discount", need)
        * chance.uniform(0.3, 1.7, len(company))
    )
    return np.minimum(usual * np.where(spoiled, world.service.spoiled_discount, 1.0), 0.45)


def _visits(world: World, visited: Bools, need: Ints, appetite: Floats, spoiled: Bools, overlooked: Bools) -> Floats:
    """Visits a year to a customer of middling revenue."""
    usual = world.kinds["company"].visits * _of_need(world, "visits", need) * np.sqrt(appetite)
    factor = np.where(spoiled, world.service.spoiled_visits, np.where(overlooked, 0.04, 1.0))
    return np.where(visited, usual * factor, 0.0)
