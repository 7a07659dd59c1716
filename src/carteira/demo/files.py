"""The facts as canonical tables, each customer named by the source's own id."""

import numpy as np
import pyarrow as pa

from carteira.demo.catalogue import Employees, Products
from carteira.demo.costs import ACTIVITIES, TERM_DAYS, Costs, Invoices
from carteira.demo.money import half_even
from carteira.demo.records import CALL, CRM, ERP, SHOP, Records
from carteira.demo.sales import CHANNELS as ORDER_CHANNELS
from carteira.demo.sales import SELLER, Lines, Orders
from carteira.demo.sales import SHOP as BY_SHOP
from carteira.demo.service import CHANNELS, VISIT, Cases, Contacts, natures
from carteira.demo.text import Ints, chosen, days, decimals, digits, moments, numbered, patterned
from carteira.demo.traits import Traits
from carteira.demo.world import World

PER_CHUNK = 10_000_000
"""Numbers that a chunk may give to its orders, invoices and so on."""
SEVERITIES = ("low", "medium", "high")


def numbers(chunk: int, count: int) -> Ints:
    """Running numbers of a chunk's facts, different from every other chunk's."""
    return chunk * PER_CHUNK + 1 + np.arange(count)


def orders_tables(
    chunk: int, orders: Orders, lines: Lines, traits: Traits, records: Records, products: Products, employees: Employees
) -> dict[int, pa.Table]:
    """Canonical orders of ERP and shop."""
    tables = {}
    for source in (ERP, SHOP):
        chosen_orders = np.flatnonzero((orders.channel == BY_SHOP) == (source == SHOP))
        number = np.full(len(orders.owner), -1)
        number[chosen_orders] = numbers(chunk, len(chosen_orders))
        rows = np.flatnonzero(number[lines.order] >= 0)
        order = lines.order[rows]
        part = lines.taken(rows)
        customer = records.customer(source, orders.owner[chosen_orders], orders.day[chosen_orders])
        place = pa.array((number[order] - chunk * PER_CHUNK - 1).astype(np.int64))
        columns = {
            "order_id": patterned(digits(number[chosen_orders], 10), "9" * 10).take(place),
            "customer": customer.take(place),
            "ordered_at": moments(orders.day[order], orders.second[order] // 60 * 60),
            "product_id": chosen(products.ids, part.product),
            "quantity": decimals(part.quantity, 3),
            "unit_price": decimals(part.price, 2),
            "discount": decimals(part.discount, 2),
        }
        if source == ERP:
            seller = traits.seller[orders.like[order]]
            columns["tax"] = decimals(part.tax, 4)
            columns["unit_cost"] = decimals(part.cost, 4, part.costed)
            columns["channel"] = chosen(ORDER_CHANNELS, orders.channel[order])
            columns["seller"] = chosen(employees.sellers, seller, orders.channel[order] >= SELLER)
            columns["branch"] = chosen(employees.branches, traits.branch[orders.like[order]])
        else:
            columns["tax"] = decimals(half_even(part.tax, 100), 2)
            columns["channel"] = chosen(ORDER_CHANNELS, orders.channel[order])
        columns["status"] = chosen(("completed", "cancelled"), orders.cancelled[order].astype(np.int64))
        tables[source] = pa.table(columns)
    return tables


def invoices_table(chunk: int, invoices: Invoices, records: Records) -> pa.Table:
    """Canonical invoices of the ERP."""
    ordered_on = invoices.due - TERM_DAYS
    return pa.table(
        {
            "invoice_id": numbered("", numbers(chunk, len(invoices.owner)), 10),
            "customer": records.customer(ERP, invoices.owner, ordered_on),
            "due_on": days(invoices.due),
            "amount": decimals(invoices.amount, 2),
            "paid_on": days(invoices.paid_on, invoices.paid_on >= 0),
            "paid_amount": decimals(invoices.paid, 2, invoices.paid >= 0),
        }
    )


def costs_tables(chunk: int, costs: Costs, records: Records) -> dict[int, pa.Table]:
    """Canonical costs of ERP and shop."""
    tables = {}
    for source in (ERP, SHOP):
        part = costs.taken(np.flatnonzero(costs.shop == (source == SHOP)))
        tables[source] = pa.table(
            {
                "customer": records.customer(source, part.owner, part.day),
                "on": days(part.day),
                "activity": chosen(ACTIVITIES, part.activity),
                "id": numbered("K", numbers(chunk, len(part.owner)), 10),
                "amount": decimals(part.amount, 2, part.amount >= 0),
                "minutes": decimals(part.minutes, 1, part.minutes > 0),
            }
        )
    return tables


def interactions_table(
    chunk: int, source: int, contacts: Contacts, traits: Traits, records: Records, employees: Employees
) -> pa.Table:
    """Canonical interactions of the CRM or the call centre."""
    known = np.maximum(contacts.owner, 0)
    if source == CRM:
        employee = chosen(employees.sellers, traits.seller[known])
        objective = np.where(traits.prospect[known], 0, np.where(contacts.channel == VISIT, 1, 2))
    else:
        employee = chosen(employees.agents, (contacts.second + contacts.day) % len(employees.agents))
        objective = np.full(len(known), 2)
    columns = {
        "customer": records.customer(source, contacts.owner, contacts.day),
        "at": moments(contacts.day, contacts.second // 60 * 60),
        "channel": chosen(CHANNELS, contacts.channel),
        "id": numbered("V" if source == CRM else "L", numbers(chunk, len(known)), 10),
        "direction": chosen(("out", "in"), contacts.inbound.astype(np.int64)),
        "minutes": decimals(contacts.minutes, 1, contacts.minutes > 0),
        "employee": employee,
        "objective": chosen(("acquire", "retain", "serve"), objective),
    }
    if source == CRM:
        columns["cost"] = decimals(contacts.cost, 2, contacts.cost >= 0)
    return pa.table(columns)


def cases_table(world: World, chunk: int, cases: Cases, records: Records) -> pa.Table:
    """Canonical cases of the call centre."""
    resolved = np.where(cases.resolved == cases.day, np.minimum(cases.second + 3_600, 86_340), 17 * 3600)
    return pa.table(
        {
            "case_id": numbered("P", numbers(chunk, len(cases.owner)), 10),
            "customer": records.customer(CALL, cases.owner, cases.day),
            "opened_at": moments(cases.day, cases.second // 60 * 60),
            "resolved_at": moments(cases.resolved, resolved // 60 * 60, cases.resolved >= 0),
            "nature": chosen(natures(world), cases.nature),
            "severity": chosen(SEVERITIES, cases.severity),
            "compensation": decimals(cases.compensation, 2, cases.compensation > 0),
            "satisfaction": decimals(cases.satisfaction, 0, cases.satisfaction > 0),
        }
    )
