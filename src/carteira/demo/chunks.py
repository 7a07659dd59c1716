"""One chunk of customers: all that they are, did and will be worth, as tables for the files and for the truth."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from carteira.demo.calendar import Calendar
from carteira.demo.campaigns import (
    Treated,
    answers_table,
    make_treatments,
    opportunities_table,
    surveys_tables,
    treatments_tables,
    wallet_of,
    wallet_table,
)
from carteira.demo.catalogue import Employees, Products
from carteira.demo.contacts import addresses_table, consents_tables, contacts_table
from carteira.demo.costs import Costs, Invoices, make_costs, make_invoices
from carteira.demo.expectation import Expectation, expect
from carteira.demo.files import cases_table, costs_tables, interactions_table, invoices_table, orders_tables
from carteira.demo.future import foresee
from carteira.demo.ledger import (
    Ledger,
    charge_cases,
    charge_contacts,
    charge_costs,
    charge_invoices,
    charge_sales,
    charge_treatments,
    rate_table,
)
from carteira.demo.life import Life, live
from carteira.demo.people import Entities, make_entities
from carteira.demo.records import CALL, CRM, ERP, Records, make_records
from carteira.demo.sales import Lines, Orders, make_sales
from carteira.demo.seen import seen_customers
from carteira.demo.service import Cases, Contacts, make_cases, make_contacts
from carteira.demo.text import Floats, Ints
from carteira.demo.traits import Traits, draw_kinds, draw_traits
from carteira.demo.truth import future_table, profit_table, records_table
from carteira.demo.world import World

CHUNK = 40_000
"""Customers made at a time."""


@dataclass(frozen=True)
class Setting:
    """What all chunks share."""

    world: World
    seed: int
    customers: int
    calendar: Calendar
    products: Products
    employees: Employees


@dataclass(frozen=True)
class Customers:
    """Who the customers of a chunk are, what is hidden in them, and how they are recorded."""

    number: int
    first: int
    entities: Entities
    traits: Traits
    expected: Expectation
    life: Life
    records: Records


@dataclass(frozen=True)
class Events:
    """What they did and what it cost."""

    orders: Orders
    lines: Lines
    crm_contacts: Contacts
    call_contacts: Contacts
    cases: Cases
    costs: Costs
    invoices: Invoices
    treated: Treated


@dataclass(frozen=True)
class Chunk:
    """What one chunk brings: canonical tables by (source, table), truth tables by name, `totals` (steps, periods,
    known or not) in cents, and by entity the future value and potential, in reais."""

    tables: dict[tuple[int, str], pa.Table]
    truth: dict[str, pa.Table]
    totals: Ints
    value: Floats
    potential: Floats


def make_chunk(setting: Setting, number: int, first: int) -> Chunk:
    """The chunk of customers that begins with entity `first`."""
    customers = _customers(setting, number, first)
    events = _events(setting, customers)
    ledger = _ledger(setting, customers, events)
    traits, life, records = customers.traits, customers.life, customers.records
    future = foresee(setting.world, traits, life.state, setting.products, setting.calendar.numbers)
    wallet = wallet_of(traits, customers.expected)
    truth = {
        "records": records_table(records, first),
        "profit": profit_table(ledger, first),
        "future_parts": future_table(setting.world, first, customers.entities, traits, life.state, future, wallet),
    }
    totals = np.stack([ledger.amounts[:, :, :-1].sum(axis=2), ledger.amounts[:, :, -1]], axis=2)
    tables = _tables(setting, customers, events)
    return Chunk(tables, truth, totals, future.value, future.potential)


def _customers(setting: Setting, number: int, first: int) -> Customers:
    world, seed, calendar = setting.world, setting.seed, setting.calendar
    company = draw_kinds(world, seed, number, min(CHUNK, setting.customers - first))
    entities = make_entities(seed, number, first, company, world.identity, calendar.end)
    traits = draw_traits(world, seed, number, entities, setting.employees)
    expected = expect(world, setting.products, traits)
    life = live(world, seed, number, traits, expected, calendar.numbers)
    records = make_records(world, seed, number, CHUNK, traits, calendar)
    return Customers(number, first, entities, traits, expected, life, records)


def _events(setting: Setting, customers: Customers) -> Events:
    world, calendar = setting.world, setting.calendar
    at = (setting.seed, customers.number)
    traits, life = customers.traits, customers.life
    orders, lines = make_sales(world, *at, traits, life, setting.products, calendar)
    crm_contacts, call_contacts = make_contacts(world, *at, traits, life, orders, calendar)
    return Events(
        orders=orders,
        lines=lines,
        crm_contacts=crm_contacts,
        call_contacts=call_contacts,
        cases=make_cases(world, *at, traits, life, customers.expected, calendar),
        costs=make_costs(world, *at, traits, orders, calendar),
        invoices=make_invoices(*at, traits, orders, lines, calendar),
        treated=make_treatments(world, *at, life, calendar),
    )


def _ledger(setting: Setting, customers: Customers, events: Events) -> Ledger:
    ledger, rates = Ledger(len(customers.traits), setting.calendar), rate_table(setting.world, setting.calendar)
    charge_sales(ledger, rates, events.orders, events.lines)
    charge_contacts(ledger, rates, events.crm_contacts)
    charge_contacts(ledger, rates, events.call_contacts)
    charge_costs(ledger, rates, events.costs)
    charge_cases(ledger, events.cases)
    charge_treatments(ledger, events.treated)
    charge_invoices(ledger, events.invoices)
    ledger.close()
    return ledger


def _tables(setting: Setting, customers: Customers, events: Events) -> dict[tuple[int, str], pa.Table]:
    world, calendar, products, employees = setting.world, setting.calendar, setting.products, setting.employees
    seed, number = setting.seed, customers.number
    entities, traits, expected = customers.entities, customers.traits, customers.expected
    life, records = customers.life, customers.records
    by_source = {
        "customers": seen_customers(world, seed, number, entities, traits, records, employees),
        "orders": orders_tables(number, events.orders, events.lines, traits, records, products, employees),
        "costs": costs_tables(number, events.costs, records),
        "treatments": treatments_tables(world, number, events.treated, records),
        "surveys": surveys_tables(seed, number, traits, life, records, calendar),
        "consents": consents_tables(seed, number, traits, records, calendar),
        "interactions": {
            CRM: interactions_table(number, CRM, events.crm_contacts, traits, records, employees),
            CALL: interactions_table(number, CALL, events.call_contacts, traits, records, employees),
        },
        "invoices": {ERP: invoices_table(number, events.invoices, records)},
        "cases": {CALL: cases_table(world, number, events.cases, records)},
        "contacts": {CRM: contacts_table(seed, number, entities, traits, records, calendar)},
        "addresses": {CRM: addresses_table(seed, number, entities, traits, records, calendar)},
        "answers": {CRM: answers_table(world, seed, number, traits, records, calendar)},
        "wallet": {CRM: wallet_table(seed, number, traits, expected, records, calendar)},
        "opportunities": {
            CRM: opportunities_table(seed, number, traits, expected, records, products, employees, calendar)
        },
    }
    return {(source, name): table for name, tables in by_source.items() for source, table in tables.items()}
