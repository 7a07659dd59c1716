"""How well and how quickly the product plan foretells, as its algorithm page and docs/reference/performance.md say.

    python -m benchmarks.recommend [CUSTOMERS ...]        (default 100000 1000000; each size in a process of its own)

First simulated books of 3,000 products: CPU seconds of the whole process with all its threads, for reading the tables,
learning the weights (the fit of an earlier day and its exam), the fit, and the plan of everybody.

Then the simulated market of the tests, whose chances do not change: the stated probability against what happened in the
90 days after, by decile of the stated.

Then Online Retail (from CARTEIRA_SHARED_DATA, else ../shared/data; left out with a word where it is not there): the
purchases before 2011-10-01 of the products with five lines or more foretell those after it. NDCG@10 and Recall@10 (hits
among min(10, bought)) over products new to the customer, and over all; beside the plan, in the same run, EASE alone (no
recency, ridge 200), the customer's own frequency and popularity. And its deciles. An earlier split after it.
"""

import os
import resource
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from carteira.customize.products import product_plan
from carteira.customize.products.choice import choose
from carteira.customize.products.learning import learn
from carteira.customize.products.plan import BLOCK, EPOCH
from carteira.customize.products.reading import read
from carteira.customize.products.spending import spending_of
from carteira.customize.products.standing import stand
from carteira.customize.products.table import plan_table
from tests.customize.products.books import AS_OF, came_true, market

SHARED = Path(os.environ.get("CARTEIRA_SHARED_DATA", Path(__file__).resolve().parent.parent.parent / "shared" / "data"))
MARKET = 4_000
CUT, END = date(2011, 10, 1), date(2011, 12, 10)
EARLIER = date(2011, 7, 23)
"""A second split of the same data, with the same number of days to foretell."""
DISCOUNT = 1 / np.log2(np.arange(2, 12))
LINES = """
SELECT CAST(CustomerID AS BIGINT) AS customer_id, StockCode AS product_id,
    CAST(CAST(InvoiceDate AS TIMESTAMP) AS DATE) AS ordered_on, InvoiceNo AS invoice,
    CAST(Quantity AS DOUBLE) AS quantity, CAST(ROUND(Quantity * UnitPrice * 100) AS BIGINT) AS revenue
FROM read_csv('{file}', all_varchar = true, nullstr = ['', 'NA'],
    types = {{'Quantity': 'DOUBLE', 'UnitPrice': 'DOUBLE'}})
WHERE CustomerID IS NOT NULL AND Quantity > 0 AND UnitPrice > 0 AND InvoiceNo NOT LIKE 'C%'
    AND regexp_matches(StockCode, '^[0-9]{{5}}')
"""
Matrix = np.ndarray


class Split(NamedTuple):
    """The tables that the plan takes, and (customers, products): purchases before, and whether bought after."""

    purchases: pa.Table
    products: pa.Table
    customers: pa.Table
    before: Matrix
    after: Matrix


def online_retail(file: Path, cut: date = CUT, end: date = END) -> Split:
    """Online Retail before `cut`, and until `end`: the customers and the products (five lines or more) known before."""
    with duckdb.connect() as engine:
        engine.execute("CREATE TABLE lines AS " + LINES.format(file=file))
        engine.execute(f"""CREATE TABLE known AS SELECT product_id FROM lines WHERE ordered_on < DATE '{cut}'
            GROUP BY product_id HAVING COUNT(*) >= 5""")
        engine.execute("DELETE FROM lines WHERE product_id NOT IN (FROM known)")
        engine.execute(f"CREATE TABLE past AS FROM lines WHERE ordered_on < DATE '{cut}'")
        ids = engine.sql("SELECT DISTINCT customer_id FROM past ORDER BY 1").fetchnumpy()["customer_id"]
        codes = engine.sql("FROM known ORDER BY 1").fetchnumpy()["product_id"].astype(str)
        before, after = np.zeros((len(ids), len(codes)), np.float32), np.zeros((len(ids), len(codes)), np.bool_)
        rows = engine.sql(
            "SELECT customer_id, product_id, COUNT(DISTINCT invoice) AS n FROM past GROUP BY ALL"
        ).fetchnumpy()
        before[cells(rows, ids, codes)] = rows["n"]
        rows = engine.sql(f"""SELECT DISTINCT customer_id, product_id FROM lines
            WHERE ordered_on >= DATE '{cut}' AND ordered_on < DATE '{end}'
            AND customer_id IN (SELECT customer_id FROM past)""").fetchnumpy()
        after[cells(rows, ids, codes)] = True
        return Split(
            engine.sql("FROM past").to_arrow_table(), products_table(codes), customers_table(ids), before, after
        )


def cells(rows: dict[str, Matrix], ids: Matrix, codes: Matrix) -> tuple[Matrix, Matrix]:
    return np.searchsorted(ids, rows["customer_id"]), np.searchsorted(codes, rows["product_id"].astype(str))


def products_table(codes: Matrix) -> pa.Table:
    """Products of which no more than the id is known."""
    nothing = pa.nulls(len(codes), pa.string())
    zero = np.zeros(len(codes))
    columns = {
        "product_id": codes,
        "product_name": nothing,
        "category": nothing,
        "known_revenue": zero,
        "known_cost": zero,
    }
    return pa.table(columns)


def customers_table(ids: Matrix) -> pa.Table:
    nothing = pa.nulls(len(ids), pa.string())
    created = pa.nulls(len(ids), pa.date32())
    return pa.table({"customer_id": ids, "kind": nothing, "branch": nothing, "city": nothing, "created_on": created})


def quality(split: Split, score: Matrix, new: bool) -> tuple[float, float]:
    """NDCG@10 and Recall@10 of the highest scores (customers, products), mean over customers who bought any such."""
    relevant = split.after & (split.before == 0) if new else split.after
    score = np.where((split.before > 0) & new, -np.inf, score)
    asked = np.flatnonzero(relevant.any(axis=1))
    best = np.argpartition(-score[asked], 10, axis=1)[:, :10]
    best = np.take_along_axis(best, np.argsort(-np.take_along_axis(score[asked], best, 1), axis=1, kind="stable"), 1)
    hit = np.take_along_axis(relevant[asked], best, 1)
    possible = np.minimum(relevant[asked].sum(axis=1), 10)
    gain = (hit * DISCOUNT).sum(axis=1) / np.cumsum(DISCOUNT)[possible - 1]
    return float(gain.mean()), float((hit.sum(axis=1) / possible).mean())


def planned(split: Split, cut: date = CUT, end: date = END) -> pa.Table:
    """The plan as of `cut`, ten products of each kind, for the days until `end`."""
    tables = (split.purchases, split.products, split.customers)
    return product_plan(*tables, as_of=cut, horizon_days=(end - cut).days, of_each=10)


def plan_scores(split: Split, plan: pa.Table) -> Matrix:
    """The stated probabilities as (customers, products); -1 for what the plan does not name."""
    score = np.full(split.before.shape, -1.0)
    rows = {name: plan[name].to_numpy() for name in ("customer_id", "product_id")}
    ids, codes = split.customers["customer_id"].to_numpy(), split.products["product_id"].to_numpy().astype(str)
    score[cells(rows, ids, codes)] = plan["probability"].to_numpy()
    return score


def ease(bought: Matrix, ridge: float = 200.0) -> Matrix:
    """EASE as published, without recency: the scores of all products."""
    gram = bought.T @ bought
    inverse = np.linalg.inv(gram + ridge * np.eye(len(gram), dtype=gram.dtype))
    weights = inverse / -np.diag(inverse)
    np.fill_diagonal(weights, 0)
    return bought @ weights


def retail_report(file: Path, cut: date, end: date) -> Iterator[str]:
    """The lines of the report on one split of Online Retail."""
    split = online_retail(file, cut, end)
    bought = (split.before > 0).astype(np.float32)
    popular = bought.sum(axis=0)
    started = time.process_time()
    plan = planned(split, cut, end)
    seconds = time.process_time() - started
    scores = plan_scores(split, plan)
    customers, products = scores.shape
    yield f"Online Retail, {cut} to {end}: {customers:,} customers, {products:,} products; plan in {seconds:.1f} CPU s"
    yield f"{'':<28}{'new NDCG@10':>12}{'Recall@10':>12}{'all NDCG@10':>12}{'Recall@10':>12}"
    for name, score in (
        ("product plan", scores),
        ("EASE alone", ease(bought)),
        ("own frequency, popularity", split.before + popular / popular.max() / 2),
        ("popularity", np.tile(popular, (len(bought), 1))),
    ):
        found = [*quality(split, score, True), *quality(split, score, False)]
        yield f"{name:<28}" + "".join(f"{value:>12.4f}" for value in found)
    ids, codes = split.customers["customer_id"].to_numpy(), split.products["product_id"].to_numpy().astype(str)
    rows = {name: plan[name].to_numpy() for name in ("customer_id", "product_id")}
    yield from deciles(plan, split.after[cells(rows, ids, codes)])


def deciles(plan: pa.Table, bought: Matrix) -> Iterator[str]:
    """Per kind, stated and true share bought by decile of the stated probability."""
    kinds, stated = plan["kind"].to_numpy(), plan["probability"].to_numpy()
    for kind in np.unique(kinds):
        rows = np.flatnonzero(kinds == kind)
        groups = np.array_split(rows[np.argsort(stated[rows], kind="stable")], 10)
        yield f"{kind:<16}stated " + " ".join(f"{stated[group].mean():6.3f}" for group in groups)
        yield f"{'':<16}bought " + " ".join(f"{bought[group].mean():6.3f}" for group in groups)


def simulate(count: int, products: int = 3_000, days: int = 730) -> tuple[pa.Table, pa.Table, pa.Table]:
    """A book: 40 tastes with popular products of their own, six products a customer on average, each bought twice."""
    rng = np.random.default_rng(1)
    taste = rng.integers(0, 40, count)
    different = rng.geometric(1 / 6, count)
    customer = np.repeat(np.arange(count), different)
    rank = np.minimum(rng.pareto(0.8, len(customer)) * 10, products - 1).astype(np.int64)
    product = (rank * 7 + taste[customer] * 75) % products
    times = rng.geometric(0.5, len(customer))
    row = np.repeat(np.arange(len(customer)), times)
    day = rng.integers(0, days, len(row))
    quantity = 1.0 + rng.geometric(0.5, len(row))
    price = np.rint(rng.lognormal(7, 1, products)).astype(np.int64)
    start = np.datetime64(CUT) - days
    codes = np.char.add("P", np.arange(products).astype(str))
    purchases = pa.table(
        {
            "customer_id": customer[row],
            "product_id": pa.array(codes).take(pa.array(product[row])),
            "ordered_on": pa.array(start + day, pa.date32()),
            "quantity": quantity,
            "revenue": (quantity * price[product[row]]).astype(np.int64),
        }
    )
    category = np.char.add("C", (np.arange(products) // 100).astype(str))
    facts = pa.table(
        {
            "product_id": codes,
            "product_name": codes,
            "category": category,
            "known_revenue": price,
            "known_cost": price * 0.7,
        }
    )
    kind = np.where(rng.random(count) < 0.3, "company", "person")
    city = np.char.add("city ", rng.integers(0, 8, count).astype(str))
    return (
        purchases,
        facts,
        customers_table(np.arange(count)).set_column(1, "kind", [kind]).set_column(3, "city", [city]),
    )


def measure(count: int) -> str:
    """One row of the table of simulated books."""
    tables = simulate(count)
    peak_of_input = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    marks = [time.process_time()]
    book = read(*tables)
    marks.append(time.process_time())
    day = (CUT - EPOCH) // timedelta(days=1)
    learnt = learn(book, day, 90)
    marks.append(time.process_time())
    standing = stand(book, day, learnt.period)
    spending = spending_of(standing.pairs, book)
    marks.append(time.process_time())
    rows = 0
    for first in range(0, count, BLOCK):
        who = np.arange(first, min(first + BLOCK, count))
        chosen = choose(standing, who, learnt, 90, 3)
        rows += plan_table(standing, spending, chosen, learnt, 90).num_rows
    marks.append(time.process_time())
    read_, learn_, fit, plan = np.diff(marks)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{count:>12,} {tables[0].num_rows:>12,} {read_:>8.1f} {learn_:>8.1f} {fit:>8.1f} {plan:>8.1f} "
        f"{1000 * plan / count:>8.3f} {rows:>12,} {peak_of_input:>9,.0f} {peak:>9,.0f}"
    )


def main(sizes: list[int]) -> None:
    heads = f"{'read':>8} {'learn':>8} {'fit':>8} {'plan':>8} {'ms each':>8} {'rows':>12} {'MB before':>9} {'MB':>9}"
    sys.stdout.write(f"{'customers':>12} {'purchases':>12} {heads}\n")
    for count in sizes:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            sys.stdout.write(alone.submit(measure, count).result() + "\n")
            sys.stdout.flush()
    steady = market(MARKET, seed=1)
    plan = product_plan(*steady.tables, as_of=AS_OF, horizon_days=90, of_each=10)
    for line in (f"Simulated market, {MARKET:,} customers:", *deciles(plan, came_true(plan, steady.later))):
        sys.stdout.write(line + "\n")
    file = SHARED / "online_retail" / "online_retail.csv.gz"
    if file.exists():
        for line in (*retail_report(file, CUT, END), *retail_report(file, EARLIER, CUT)):
            sys.stdout.write(line + "\n")
    else:
        sys.stdout.write(f"Online Retail is left out: there is no {file} (set CARTEIRA_SHARED_DATA to its folder)\n")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [100_000, 1_000_000])
