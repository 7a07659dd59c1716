"""What the company is: its products, branches, teams and employees. The same for every chunk of customers."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from carteira.demo import vocabulary
from carteira.demo.chance import stream, zipf
from carteira.demo.people import cities, folded
from carteira.demo.text import Floats, Ints, decimals
from carteira.demo.world import World

BINS = 4096
"""Products are drawn from tables of so many equally likely places, so that their expectations are plain means."""


@dataclass(frozen=True)
class Products:
    """Arrays by product. Prices in cents, costs and taxes in ten-thousandths, all at as_of; `size` multiplies a
    customer's own; `measured`: 1 where sold by tenths."""

    ids: list[str]
    names: list[str]
    category_names: list[str]
    category: Ints
    price: Ints
    cost: Ints
    tax: Ints
    size: Floats
    measured: Ints
    drawn: Ints
    """(kinds x needs, BINS): the product of each place of each group's table; group = kind * needs + need."""

    def table(self) -> pa.Table:
        """Canonical products."""
        return pa.table(
            {
                "product_id": pa.array(self.ids),
                "name": pa.array(self.names),
                "category": pa.array(self.category_names),
                "list_price": decimals(self.price, 2),
                "unit_cost": decimals(self.cost, 4),
            }
        )


@dataclass(frozen=True)
class Employees:
    """Sellers, by position, with their team and branch; and everybody as canonical employees."""

    sellers: list[str]
    team_of_seller: Ints
    branch_of_team: Ints
    teams: list[str]
    branches: list[str]
    branch_city: Ints
    agents: list[str]
    table: pa.Table


def make_products(world: World, seed: int) -> Products:
    """The products of the world's categories."""
    chance = stream(seed, "products")
    per_category = world.company.products_per_category
    columns: dict[str, list[object]] = {
        name: [] for name in ("id", "name", "category_name", "category", "price", "cost", "tax")
    }
    for number, (key, category) in enumerate(world.categories.items()):
        nouns = vocabulary.PRODUCTS.get(key, category.name).split("|")
        spread = np.exp(category.spread * chance.standard_normal(per_category))
        price = np.maximum(np.round(category.list * spread * 10) * 10 - 1, 99).astype(np.int64)
        cost = np.round(price * 100 * category.cost * chance.uniform(0.9, 1.1, per_category)).astype(np.int64)
        for place in range(per_category):
            columns["id"].append(f"{key[:3].upper()}{place + 1:04d}")
            version = vocabulary.VARIATIONS[place // len(nouns) % len(vocabulary.VARIATIONS)]
            columns["name"].append(f"{nouns[place % len(nouns)]} {version}")
            columns["category_name"].append(category.name)
            columns["category"].append(number)
            columns["price"].append(int(price[place]))
            columns["cost"].append(int(cost[place]))
            columns["tax"].append(round(category.tax * 10_000))
    of_category = np.array(columns["category"], np.int64)
    categories = list(world.categories.values())
    return Products(
        ids=[str(value) for value in columns["id"]],
        names=[str(value) for value in columns["name"]],
        category_names=[str(value) for value in columns["category_name"]],
        category=of_category,
        price=np.array(columns["price"], np.int64),
        cost=np.array(columns["cost"], np.int64),
        tax=np.array(columns["tax"], np.int64),
        size=np.array([category.size for category in categories])[of_category],
        measured=np.array([category.measured for category in categories], np.int64)[of_category],
        drawn=_draw_tables(world, chance, of_category),
    )


def _draw_tables(world: World, chance: np.random.Generator, of_category: Ints) -> Ints:
    popularity = chance.permutation(1.0 / np.arange(1, len(of_category) + 1) ** 0.7)
    rows = []
    for _ in ("person", "company"):
        for need in world.needs.values():
            weights = np.array([need.categories[key] for key in world.categories])
            within = np.bincount(of_category, popularity)
            share = popularity * (weights / within)[of_category]
            limits = np.cumsum(share) / share.sum()
            rows.append(np.searchsorted(limits, (np.arange(BINS) + 0.5) / BINS))
    return np.asarray(np.array(rows), dtype=np.int64)


def make_employees(world: World, seed: int, customers: int) -> Employees:
    """Branches, teams with a manager and sellers, and the call centre's agents, in proportion to the customers."""
    chance = stream(seed, "employees")
    shape = world.company
    branches = list(shape.branch_cities)
    sellers = max(8, customers // shape.customers_per_seller)
    teams = max(2, -(-sellers // shape.sellers_per_team))
    agents = max(4, sellers // 3)
    branch_of_team = np.arange(teams) % min(len(branches), teams)
    team_of_seller = np.arange(sellers) % teams
    team_names = [
        f"Equipe {branches[branch]} {team // len(branches) + 1}" for team, branch in enumerate(branch_of_team)
    ]
    people = [
        ("director", 1, np.zeros(1, np.int64) - 1),
        ("manager", teams, np.arange(teams)),
        ("seller", sellers, team_of_seller),
        ("supervisor", max(1, agents // 8), np.zeros(max(1, agents // 8), np.int64) - 1),
        ("agent", agents, np.zeros(agents, np.int64) - 1),
        ("clerk", len(branches), np.zeros(len(branches), np.int64) - 1),
    ]
    rows: dict[str, list[str | None]] = {name: [] for name in ("employee", "name", "role", "team", "branch", "email")}
    called: dict[str, list[str]] = {role: [] for role, _, _ in people}
    known: set[str] = set()
    for role, count, team in people:
        for position, name in enumerate(_employee_names(chance, count)):
            code = _short_name(name, known)
            called[role].append(code)
            has_team = int(team[position]) >= 0
            branch = branches[branch_of_team[team[position]] if has_team else position % len(branches)]
            row = (code, name, role, team_names[team[position]] if has_team else None, branch)
            mailbox = ".".join(folded(word) for word in code.split())
            for column, value in zip(rows, (*row, f"{mailbox}@distribuidora.example"), strict=True):
                rows[column].append(value)
    names = [city.name for city in cities()]
    return Employees(
        sellers=called["seller"],
        team_of_seller=team_of_seller,
        branch_of_team=branch_of_team,
        teams=team_names,
        branches=branches,
        branch_city=np.array([names.index(branch) if branch in names else 0 for branch in branches]),
        agents=called["agent"],
        table=pa.table({name: pa.array(values, pa.string()) for name, values in rows.items()}),
    )


def _short_name(name: str, known: set[str]) -> str:
    """What the company calls an employee: first and last name, with a number where somebody has them already."""
    words = name.split()
    short = plain = f"{words[0]} {words[-1]}"
    number = 1
    while short in known:
        number += 1
        short = f"{plain} {number}"
    known.add(short)
    return short


def _employee_names(chance: np.random.Generator, count: int) -> list[str]:
    given = np.array([*vocabulary.WOMEN, *vocabulary.MEN])
    first = given[chance.integers(0, len(given), count)]
    middle = zipf(chance, len(vocabulary.SURNAMES), count)
    last = zipf(chance, len(vocabulary.SURNAMES), count)
    family = np.array(vocabulary.SURNAMES)
    return [f"{name} {one} {two}" for name, one, two in zip(first, family[middle], family[last], strict=True)]


def rates_table(world: World, as_of: date) -> pa.Table:
    """Canonical activity rates."""
    from carteira.demo.world import months_before

    starts = [None if rate.since is None else months_before(as_of, rate.since) for rate in world.rates]
    return pa.table(
        {
            "activity": pa.array([rate.activity for rate in world.rates]),
            "unit": pa.array([rate.unit for rate in world.rates]),
            "rate": decimals(np.array([round(rate.rate * 10_000) for rate in world.rates], np.int64), 4),
            "from": pa.array(starts, pa.date32()),
        }
    )
