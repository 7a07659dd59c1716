"""How quickly pages are answered under load, with SQLite and with PostgreSQL as the operational database.

    python -m benchmarks.serve [CUSTOMERS] [--folder FOLDER] [--database sqlite|postgresql] [--seconds N]

Defaults: 1,000,000 customers, both databases, 60 seconds of each kind of request. A simulated company is loaded and run
once per database, in FOLDER where one is given: what is there already is used again (PostgreSQL's database lives as
long as the command). `carteira serve` answers one administrator, by a process for each core; requests begin at fixed
moments and latency counts from there. The load comes from this process, so it takes part of the same cores. CPU is the
server's, per request.
"""

import argparse
import asyncio
import json
import os
import platform
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
from pyarrow import ipc

from benchmarks.load import Client, Request, Result, load
from tests.database import postgresql

RATES = {"customer page": 50.0, "list": 10.0, "search": 20.0}
"""Requests a second of each kind, one kind after another."""
PERSON = ("loader", "a password for the benchmark")
SAFE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "512MB"}
CHUNK = 50
HEADINGS = f"{'p50':>8} {'p95':>8} {'p99':>8} {'max':>8}    {'CPU':>7} ms, failed"


def main(arguments: argparse.Namespace) -> None:
    print(machine())
    with ExitStack() as stack:
        given = arguments.folder or stack.enter_context(tempfile.TemporaryDirectory())
        folder = Path(given).absolute()
        for database in [arguments.database] if arguments.database else ["sqlite", "postgresql"]:
            with url_of(database) as url:
                measure(folder, database, url, arguments)


def measure(folder: Path, database: str, url: str, arguments: argparse.Namespace) -> None:
    """Prints a line for each kind of request."""
    home = folder / database
    environment = os.environ | {"CARTEIRA_HOME": str(home), "CARTEIRA_DATABASE_URL": url}
    make_book(folder, home, arguments.customers, environment)
    with served(environment) as (process, port):
        client = Client("127.0.0.1", port)
        kinds = requests(home, arguments.seconds)
        print(f"{database:10} {'':15} {'a second':>9} {HEADINGS}")
        asyncio.run(answers(client, kinds, process.pid))


async def answers(client: Client, kinds: dict[str, list[Request]], pid: int) -> None:
    await sign_in(client)
    for kind, sent in kinds.items():
        await load(client, sent[:CHUNK], RATES[kind])
        before = processor_seconds(pid)
        result = await load(client, sent[CHUNK:], RATES[kind])
        spent = (processor_seconds(pid) - before) / len(result.seconds)
        print(line(kind, result, spent), flush=True)


def line(kind: str, result: Result, spent: float) -> str:
    figures = " ".join(f"{result.percentile(share):8.1f}" for share in (0.5, 0.95, 0.99, 1))
    return f"{'':10} {kind:15} {RATES[kind]:9.0f} {figures}    {1000 * spent:7.1f}     {result.failed}"


async def sign_in(client: Client) -> None:
    await client.send(Request("/sign-in/"))
    name, password = PERSON
    form = (("username", name), ("password", password), ("csrfmiddlewaretoken", client.cookies["csrftoken"]))
    status, _ = await client.send(Request("/sign-in/", form))
    if status != 302:
        raise SystemExit(f"signing in was answered with {status}")


def requests(home: Path, seconds: int) -> dict[str, list[Request]]:
    """The requests of each kind: the warm-up, then those that count."""
    chance = random.Random(1)
    (copy,) = (home / "reading").glob("run-*")
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{copy / 'lists.duckdb'}' AS book (READ_ONLY)")
        known = Known(connection, ipc.open_file(copy / "customer_orders.arrow"))
    sizes = {kind: round(rate * seconds) + CHUNK for kind, rate in RATES.items()}
    return {
        "customer page": [
            Request(f"/customers/{chance.choice(known.customers)}/") for _ in range(sizes["customer page"])
        ],
        "list": [Request(f"/customers/?{list_query(chance, known)}") for _ in range(sizes["list"])],
        "search": [Request("/search/", (("q", words(chance, known)),)) for _ in range(sizes["search"])],
    }


class Known:
    """What the requests are made of: a sample of what is in the book."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, orders: ipc.RecordBatchFileReader) -> None:
        def column(sql: str) -> list[Any]:
            return [row[0] for row in connection.execute(f"{sql} ORDER BY hash(1) LIMIT 20000").fetchall()]

        some = "FROM book.customer_names WHERE hash(customer_id) % 20 = 0"
        self.customers = column(f"SELECT customer_id {some}")
        self.names = column(f"SELECT name {some} AND name IS NOT NULL")
        self.cities = column("SELECT DISTINCT city FROM book.customer_list WHERE city IS NOT NULL")
        self.owners = column("SELECT DISTINCT owner FROM book.customer_list WHERE owner IS NOT NULL")
        terms = "SELECT term FROM book.search_terms WHERE hash(customer_id) % 20 = 0 AND kind ="
        self.tax_ids, self.phones, self.emails = (column(f"{terms} '{kind}'") for kind in ("tax_id", "phone", "email"))
        pieces = range(0, orders.num_record_batches, 100)
        self.orders = [order for piece in pieces for order in orders.get_batch(piece)["order_id"].to_pylist()]


def list_query(chance: random.Random, known: Known) -> str:
    """A sort by any figure, with none to three conditions."""
    from urllib.parse import urlencode

    from carteira.differentiate.listing import SORTS

    conditions = [
        ("category", chance.choice(("mvc", "mgc", "intermediate", "below_zero"))),
        ("status", chance.choice(("customer", "former", "prospect"))),
        ("owner", chance.choice(known.owners)),
        ("city__in", ",".join(chance.sample(known.cities, 3))),
        ("profit__lt", str(chance.randrange(-100, 1000))),
        ("revenue__ge", str(chance.randrange(0, 5000))),
        ("last_purchase_on__within", str(chance.randrange(30, 400))),
        ("probability_alive__lt", f"0.{chance.randrange(1, 9)}"),
        ("name__contains", chance.choice(known.names).split()[0][:5]),
        ("loss_cause__filled", "true"),
        ("flag", chance.choice(("overdue", "moved", "growable", "revenue_down_profit_down"))),
        ("source", chance.choice(("erp", "shop"))),
    ]
    chosen = chance.sample(conditions, chance.randrange(4))
    sort = chance.choice(("", "-")) + chance.choice(SORTS)
    return urlencode([*chosen, ("sort", sort), ("page", str(chance.choice((1, 1, 1, 2, 5))))])


def words(chance: random.Random, known: Known) -> str:
    """What somebody types: beginnings of names, two words in any order, an identifier whole or in part, an order."""
    name = [word for word in chance.choice(known.names).split() if len(word) > 1] or ["maria"]
    kind = chance.randrange(10)
    if kind < 3:
        return chance.choice(name)[: chance.randrange(2, 7)]
    if kind < 6:
        return " ".join(chance.sample(name, min(len(name), 2)))[:-1].lower()
    if kind == 6:
        return chance.choice(known.tax_ids)[: chance.choice((6, 8, 14))]
    if kind == 7:
        return chance.choice(known.phones)[chance.choice((0, 3, 5)) :]
    return chance.choice(known.emails if kind == 8 else known.orders)


@contextmanager
def url_of(database: str) -> Iterator[str]:
    """The address of the operational database: none for SQLite; else of a server that lives as long as the block."""
    if database == "sqlite":
        yield ""
        return
    binaries = postgresql.find_binaries()
    if binaries is None:
        raise SystemExit("PostgreSQL is not installed here")
    postgresql.SETTINGS.update(SAFE)
    with postgresql.cluster(binaries) as url:
        subprocess.run([binaries / "createdb", "--host", url.partition("host=")[2], "carteira"], check=True)
        yield url


def make_book(folder: Path, home: Path, customers: int, environment: dict[str, str]) -> None:
    """A book of the simulated company in `home`, unless it is there."""
    if (home / "book.toml").exists() and not environment["CARTEIRA_DATABASE_URL"]:
        return
    if not (folder / "files.json").exists():
        run("benchmarks.book", "--simulate", str(folder), str(customers), environment=environment)
    started = time.perf_counter()
    run("benchmarks.serve", "--make", str(folder), environment=environment)
    print(f"{home.name}: loaded and run in {time.perf_counter() - started:.0f} s", flush=True)


def make_here(folder: Path) -> None:
    """Loads and runs the company in the book of this process's environment, with a person to sign in."""
    import carteira

    book = carteira.open(os.environ["CARTEIRA_HOME"])
    for table, path, source in json.loads((folder / "files.json").read_text(encoding="utf-8")):
        book.load(table, path, source)
    book.run()
    run("carteira", "user", "add", PERSON[0], "--password", PERSON[1], environment=dict(os.environ))


def run(module: str, *arguments: str, environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-W", "ignore", "-m", module, *arguments], check=True, env=environment)


@contextmanager
def served(environment: dict[str, str], *options: str) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """A running server; gives its process and port."""
    command = [sys.executable, "-m", "carteira", "serve", "--port", "0", "--json", *options]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        said = ""
        while "}" not in said:
            said += process.stdout.readline()
        port = int(json.loads(said)["address"].rsplit(":", 1)[1].strip("/"))
        wait_for(port)
        yield process, port
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int) -> None:
    """Comes back when the port takes connections."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return


def processor_seconds(pid: int) -> float:
    """What the processes that answer have spent of the cores so far: the server's own, and those beside it."""
    ticks = 0
    for process in (path for path in Path("/proc").iterdir() if path.name.isdecimal()):
        with suppress(FileNotFoundError, ProcessLookupError):
            fields = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            beside = int(fields[1]) == pid and b"carteira.cli.pages" in (process / "cmdline").read_bytes()
            if beside or process.name == str(pid):
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def machine() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((text.partition(":")[2].strip() for text in lines if text.startswith("model name")), "")
    return f"{os.cpu_count()} cores, {model}, Python {platform.python_version()}, DuckDB {duckdb.__version__}"


def parsed(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serve")
    parser.add_argument("customers", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--folder")
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    parser.add_argument("--seconds", type=int, default=60)
    return parser.parse_args(words)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        make_here(Path(sys.argv[2]))
    else:
        main(parsed(sys.argv[1:]))
