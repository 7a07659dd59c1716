"""The true profit, computed again from the source files alone by SQL, to the cent, for every customer."""

import duckdb
import pyarrow as pa
import pytest

from carteira.demo.simulation import Company
from tests.demo.sources import tables_of, truth_of

TABLES = ("orders", "products", "interactions", "costs", "cases", "treatments", "invoices", "activity_rates")
STEPS = (
    "gross_sales discounts returns taxes product_cost"
    " visits calls messages cases treatments activities orders financing bad_debt"
)

HALF_EVEN = """
CREATE MACRO cents(n, d) AS CAST(sign(n) * (CAST(abs(n) AS HUGEINT) // d + CASE
    WHEN 2 * (CAST(abs(n) AS HUGEINT) % d) > d THEN 1
    WHEN 2 * (CAST(abs(n) AS HUGEINT) % d) = d THEN (CAST(abs(n) AS HUGEINT) // d) % 2 ELSE 0 END) AS BIGINT)
"""
MICRO = "CREATE MACRO micro(x) AS CAST(coalesce(x, 0) * 1000000 AS HUGEINT)"
RATED = """
CREATE MACRO rated(per_minute, minutes, per_event) AS
    cents(coalesce(per_minute, 0) * micro(minutes) + coalesce(per_event, 0) * 1000000, 10000000000)
"""
SHARE = "CREATE MACRO share(days) AS CASE WHEN days > 180 THEN 10 WHEN days > 90 THEN 5 ELSE 0 END"
RATES_BY_DAY = """
CREATE TABLE rates AS
SELECT activity, unit, day, max_by(micro(rate), coalesce("from", DATE '1900-01-01')) AS rate
FROM activity_rates,
    (SELECT CAST(unnest(generate_series(TIMESTAMP '{start}', TIMESTAMP '{end}', INTERVAL 1 DAY)) AS DATE) AS day)
WHERE coalesce("from", DATE '1900-01-01') <= day GROUP BY ALL
"""
LINES = """
CREATE TABLE lines AS
WITH priced AS (
    SELECT o.source, order_id, customer, CAST(ordered_at AS DATE) AS day, quantity,
        cents(micro(quantity) * micro(unit_price) - micro(discount) * 1000000, 10000000000) AS net,
        cents(micro(discount), 10000) AS discount, cents(micro(tax), 10000) AS tax,
        cents(micro(quantity) * micro(coalesce(o.unit_cost, p.unit_cost)), 10000000000) AS cost
    FROM orders o JOIN products p USING (product_id) WHERE status IS NULL OR status = 'completed')
SELECT *, net + discount AS gross, net - tax AS revenue, quantity >= 0 AS sale FROM priced
WHERE day >= DATE '{start}' AND day < DATE '{end}'
"""
CONTACTS = """
CREATE TABLE contacts AS
SELECT source, customer,
    CASE channel WHEN 'visit' THEN 'visits' WHEN 'call' THEN 'calls' ELSE 'messages' END AS step,
    CASE WHEN cost IS NOT NULL THEN cents(micro(cost), 10000) ELSE rated(m.rate, minutes, e.rate) END AS amount
FROM interactions i
LEFT JOIN rates m ON m.activity = channel AND m.unit = 'minute' AND m.day = CAST(i.at AS DATE)
LEFT JOIN rates e ON e.activity = channel AND e.unit = 'event' AND e.day = CAST(i.at AS DATE)
WHERE i.at >= DATE '{start}' AND i.at < DATE '{end}'
"""
ACTIVITIES = """
CREATE TABLE activities AS
SELECT source, customer, 'activities' AS step,
    CASE WHEN amount IS NOT NULL THEN cents(micro(amount), 10000) ELSE rated(m.rate, minutes, e.rate) END AS amount
FROM costs c
LEFT JOIN rates m ON m.activity = c.activity AND m.unit = 'minute' AND m.day = c."on"
LEFT JOIN rates e ON e.activity = c.activity AND e.unit = 'event' AND e.day = c."on"
WHERE c."on" >= DATE '{start}' AND c."on" < DATE '{end}'
"""
PARTS = """
CREATE TABLE parts AS SELECT *, CASE WHEN paid_on IS NULL THEN 0 ELSE coalesce(paid_amount, amount) END AS part,
    coalesce(paid_on, DATE '{as_of}') AS settled FROM invoices WHERE amount > 0
"""
OVERDUE = """
CREATE TABLE overdue AS SELECT source, customer,
    cents(24 * (
        cents(micro(part), 10000) * greatest(least(settled, DATE '{end}') - greatest(due_on, DATE '{start}'), 0)
        + cents(micro(amount - part), 10000) * greatest(DATE '{end}' - greatest(due_on, DATE '{start}'), 0)
    ), 36500) AS financing,
    cents(micro(amount - CASE WHEN paid_on < DATE '{end}' THEN part ELSE 0 END)
        * share(DATE '{end}' - due_on), 100000)
    - cents(micro(amount - CASE WHEN paid_on < DATE '{start}' THEN part ELSE 0 END)
        * share(DATE '{start}' - due_on), 100000) AS bad_debt
FROM parts
"""
CHARGES = """
CREATE TABLE charges AS
SELECT source, customer, 'gross_sales' AS step, gross AS amount FROM lines WHERE sale
UNION ALL SELECT source, customer, 'discounts', discount FROM lines WHERE sale
UNION ALL SELECT source, customer, 'returns', -net FROM lines WHERE NOT sale
UNION ALL SELECT source, customer, 'taxes', tax FROM lines
UNION ALL SELECT source, customer, 'product_cost', cost FROM lines
UNION ALL SELECT source, customer, 'orders', cents(rate, 10000) FROM (
        SELECT source, order_id, any_value(customer) AS customer, min(day) AS day FROM lines WHERE sale GROUP BY 1, 2)
    JOIN rates USING (day) WHERE unit = 'order'
UNION ALL SELECT source, customer, 'orders', cents(rate, 10000)
    FROM lines JOIN rates USING (day) WHERE unit = 'line' AND sale
UNION ALL SELECT source, customer, 'orders', cents(rate * revenue, 100000000)
    FROM lines JOIN rates USING (day) WHERE unit = 'percent_of_revenue' AND sale
UNION ALL SELECT * FROM contacts
UNION ALL SELECT * FROM activities
UNION ALL SELECT source, customer, 'cases', cents(micro(compensation), 10000)
    FROM cases WHERE opened_at >= DATE '{start}' AND opened_at < DATE '{end}'
UNION ALL SELECT source, customer, 'treatments', cents(micro(cost), 10000)
    FROM treatments t WHERE t.at >= DATE '{start}' AND t.at < DATE '{end}'
UNION ALL SELECT source, customer, 'financing', financing FROM overdue
UNION ALL SELECT source, customer, 'bad_debt', bad_debt FROM overdue
"""
STATEMENTS = (HALF_EVEN, MICRO, RATED, SHARE, RATES_BY_DAY, LINES, CONTACTS, ACTIVITIES, PARTS, OVERDUE, CHARGES)
PERIODS = {"": ("2025-11-01", "2026-11-01"), "previous_": ("2024-11-01", "2025-11-01")}


def recomputed(company: Company, start: str, end: str) -> dict[tuple[int | None, str], int]:
    """Cents by entity (None: nobody) and step, by SQL over the source files."""
    connection = duckdb.connect()
    for name in TABLES:
        parts = [
            table.append_column("source", pa.repeat(source, len(table)))
            for source, table in tables_of(company, name).items()
        ]
        connection.register(name, pa.concat_tables(parts, promote_options="default"))
    connection.register("records", truth_of(company, "records"))
    dates = {"start": start, "end": end, "as_of": "2026-11-01"}
    for statement in STATEMENTS:
        connection.execute(statement.format(**dates))
    rows = connection.execute(
        """SELECT entity, step, CAST(sum(amount) AS BIGINT) FROM charges c
        LEFT JOIN records r ON r.source = c.source AND r.source_id = c.customer GROUP BY ALL"""
    ).fetchall()
    return {(entity, step): amount for entity, step, amount in rows}


def test_every_step_of_every_customer(company: Company) -> None:
    found = recomputed(company, *PERIODS[""])
    profit = truth_of(company, "profit").to_pydict()
    for step in STEPS.split():
        truth = {entity: value for entity, value in zip(profit["entity"], profit[step], strict=True) if value}
        assert {
            entity: value for (entity, name), value in found.items() if name == step and value and entity is not None
        } == truth


def profit_of(found: dict[tuple[int | None, str], int], nobody: bool) -> int:
    """Summed over all customers, or what no customer caused."""
    sign = {"gross_sales": 1}
    return sum(sign.get(step, -1) * value for (entity, step), value in found.items() if (entity is None) == nobody)


@pytest.mark.parametrize("prefix", PERIODS)
def test_totals_of_both_periods(company: Company, prefix: str) -> None:
    found = recomputed(company, *PERIODS[prefix])
    totals = truth_of(company, "totals").to_pydict()
    row = dict(zip(totals["step"], totals[f"{prefix}total"], strict=True))
    for step in STEPS.split():
        assert sum(value for (_, name), value in found.items() if name == step) == row[step], step
    assert profit_of(found, nobody=False) + profit_of(found, nobody=True) == row["profit"]
    if not prefix:
        unidentified = dict(zip(totals["step"], totals["unidentified"], strict=True))
        assert profit_of(found, nobody=True) == unidentified["profit"] != 0


def test_steps_add_up(company: Company) -> None:
    rows = truth_of(company, "profit").to_pylist()
    for row in rows:
        assert row["revenue"] == row["gross_sales"] - row["discounts"] - row["returns"] - row["taxes"]
        assert row["gross_margin"] == row["revenue"] - row["product_cost"]
        served = "visits calls messages cases treatments activities orders financing bad_debt".split()
        assert row["cost_to_serve"] == sum(row[step] for step in served)
        assert row["profit"] == row["gross_margin"] - row["cost_to_serve"]
    totals = {row["step"]: row for row in truth_of(company, "totals").to_pylist()}
    for step, total in totals.items():
        assert total["customers"] == sum(row[step] for row in rows)
        assert total["customers"] + total["unidentified"] == total["total"]
