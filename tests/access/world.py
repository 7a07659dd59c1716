"""The book that the tests of access share: built once, and brought back for each module that wants it.

Aurora is Alice's, of the South; Boreal is Charlie's, of the North; Central is of the South without an owner; the shops
are twelve more of the North and eleven of the West. One line of a file was rejected, with an e-mail address in it.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from carteira.accounts.access import FULL, access_of
from carteira.accounts.actions import people, teams
from carteira.accounts.actions.roles import save_role
from carteira.accounts.actions.tokens import make_token, scopes
from carteira.accounts.models import Team, User
from carteira.book import queries
from carteira.book.answering import answer
from carteira.book.book import Book
from carteira.book.home import Home
from carteira.book.owners import follow_published_owners
from carteira.customize.actions import install_library
from carteira.customize.remedies.actions import save_scenario
from carteira.differentiate.actions import save_view
from carteira.differentiate.declared.actions.strategic_reasons import Declaration, declare_reason
from carteira.jobs.worker import work_once
from tests.accounts.cast import PASSWORD, make_cast
from tests.at_rest import at_home

MORE = {"mara": ["marketing_analyst"], "ines": ["data_steward"]}
"""Beside the cast: Mara works with figures and masked contact data, Ines with contact data and without margins."""
PEOPLE = ("alice", "bob", "charlie", "dora", "eva", "root", "nina", *MORE)
NOBODY, TOKEN = "nobody", "token"
"""Somebody who did not sign in, and a program with Root's token that has no scope."""

CUSTOMERS = """source_id,name,tax_id,email,phone,street,city,credit_limit,owner,team,birth_date
1,Padaria Aurora,11.222.333/0001-81,aurora@padaria.com.br,+5511987654321,Rua das Acacias 7,Recife,543,Alice Prado,South,
2,Mercado Boreal,11.444.777/0001-61,boreal@mercado.com.br,+5511976543210,Rua dos Ipes 29,Natal,65432,Charlie Luz,North,
3,Oficina Central,11.555.666/0001-28,central@oficina.com.br,+5511965432109,Rua das Mangueiras 3,Recife,7654,,South,
9,Linha Torta,,,,,,,,,torta@trocada.com.br
"""
ORDERS = """order_id,customer,ordered_at,product_id,quantity,unit_price,unit_cost
PED-AURORA-1,1,2025-03-01,BISCOITO,1,9123.45,2468.13
PED-AURORA-2,1,2024-11-05,BISCOITO,1,8234.56,2579.24
PED-BOREAL-1,2,2025-03-02,BISCOITO,1,8200.17,9753.19
PED-BOREAL-2,2,2024-10-02,BISCOITO,1,8311.28,9864.21
PED-CENTRAL-1,3,2025-03-03,BISCOITO,1,7300.29,1357.91
"""
INTERACTIONS = """customer,at,channel,id,minutes,outcome,cost
1,2025-02-10,visit,V1,30,Recado da Aurora,1191.37
2,2025-02-11,visit,V2,45,Recado do Boreal,1282.48
3,2025-02-12,call,V3,15,Recado da Central,1373.59
1,2025-02-13,call,V4,15,Recado da Aurora,21.17
2,2025-02-14,call,V5,15,Recado do Boreal,31.27
"""
INVOICES = """invoice_id,customer,due_on,amount
NF-AURORA,1,2025-01-10,4111.91
NF-BOREAL,2,2025-01-11,4222.82
"""
SHOPS = [(100 + place, "North" if place < 12 else "West") for place in range(23)]

RESOURCES = [{"code": "horas", "name": "Horas de visita", "unit": "minutes", "capacity": 600.0}]
ACTIONS = [
    {
        "code": "visita", "name": "Visita de apresentacao", "goal": "cross_sell", "channel": "visit",
        "who": [["team", "West"]], "uses": {"horas": 60}, "holdout": 0.0, "expected_effects": {"": 0.5},
    },
]  # fmt: skip
"""For the shops of the West: what is planned for them shows to nobody who may not see them."""


@dataclass
class World:
    """The book in `home`; its people by name, its customers by the last word of theirs, the keys of tokens by whose
    they are, and the numbers of other records by what they are called."""

    home: Path
    users: dict[str, User] = field(default_factory=dict)
    customers: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def book(self) -> Book:
        return Book(Home(self.home))

    def client(self, name: str, **options: Any) -> Client:
        """A browser in which that person has signed in; of NOBODY one in which nobody has."""
        client = Client(**options)
        client.cookies["django_language"] = "en"
        if name in self.cookies:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[name]
        return client

    def sign_in(self) -> None:
        """Begins a session for everybody, by name and password."""
        for name in self.users:
            client = Client()
            client.post("/sign-in/", {"username": name, "password": PASSWORD})
            self.cookies[name] = client.cookies[settings.SESSION_COOKIE_NAME].value


def sources(folder: Path) -> dict[str, Path]:
    """The files of the book, written to the folder, by table."""
    customers = [
        f"{number},Loja Numero {number} Ltda,,loja{number}@lojas.com.br,,,,,,{team}," for number, team in SHOPS
    ]
    orders = [f"PED-{number},{number},2025-03-04,BISCOITO,1,100,50" for number, _ in SHOPS]
    texts = {
        "customers": CUSTOMERS + "\n".join(customers) + "\n",
        "orders": ORDERS + "\n".join(orders) + "\n",
        "interactions": INTERACTIONS,
        "invoices": INVOICES,
    }
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.csv" for name in texts}


def build(folder: Path) -> World:
    """Loads and runs a book in the folder, and makes its people, keys and views."""
    world = World(folder / "book")
    world.home.mkdir()
    with at_home(world.home):
        world.users = make_cast() | {name: people.add_user(name, None, roles=roles) for name, roles in MORE.items()}
        for name, user in world.users.items():
            user.email = f"{name}@carteira.test"
            user.set_password(PASSWORD)
            user.save()
        for table, path in sources(folder).items():
            world.numbers[f"load of {table}"] = world.book.load(table, path).load_id
        install_library(RESOURCES, ACTIONS)
        world.book.run()
        follow_published_owners()
        cards = queries.tables(FULL).query("SELECT customer_id, name FROM customer_card").to_pylist()
        world.customers = {
            card["name"].removesuffix(" Ltda").split()[-1].lower(): card["customer_id"]
            for card in cards
            if card["name"]
        }
        _make_keys(world)
        _save_views(world)
        _declare(world)
        teams.add_team("Vazio")
        while work_once():
            pass
        world.numbers |= {f"team {team.name}": team.pk for team in Team.objects.all()}
        save_role("proprio", name="Papel proprio", levels={"runs": {"read": 3}}, permissions=[], field_rules={})
    return world


def _make_keys(world: World) -> None:
    for name, user in world.users.items():
        token, world.keys[name] = make_token(user, f"Chave de {name}", scopes_of(user), 30)
        world.numbers[f"key of {name}"] = token.pk
    world.keys[TOKEN] = make_token(world.users["root"], "Chave sem nada", [], 30)[1]


def scopes_of(user: User) -> list[str]:
    """Every scope that a token of this person may have."""
    access = access_of(user)
    parts = [(scope, *scope.partition(":")) for scope in scopes()]
    return [scope for scope, kind, _, action in parts if (access.can(kind, action) if action else access.may(kind))]


def _declare(world: World) -> None:
    given = Declaration("reference", world.users["dora"].pk, "Motivo da Aurora", date(2099, 3, 31), 2_000_000)
    alice = world.users["alice"]
    made = declare_reason(access_of(alice), alice, world.customers["aurora"], given)
    world.numbers["reason of aurora"] = made.pk
    kept = answer(access_of(alice), alice, world.customers["aurora"], "main_need", "advice")
    world.numbers["answer of aurora"] = kept.pk


def _save_views(world: World) -> None:
    alice = access_of(world.users["alice"])
    south = world.users["alice"].teams.get().pk
    given = (("Visao secreta", "me", None), ("Visao do Sul", "team", south), ("Visao de todos", "everybody", None))
    for name, audience, team in given:
        world.numbers[name] = save_view(alice, "customers", name, [("category", "mvc")], audience, team).pk
    dora = world.users["dora"]
    for name, audience in (("Cenario secreto", "me"), ("Cenario de todos", "everybody")):
        made = save_scenario(access_of(dora), dora, name, {"minimum_order": 30_000}, {}, audience)
        world.numbers[name] = made.pk
