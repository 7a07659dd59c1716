"""Makes `book_<version>.tar.xz` and `book_<version>.json` beside this file, by the code that is installed.

Run it with the code of the version whose book is wanted on PYTHONPATH: `python make_book.py`. Books that exist already
are never made anew: they stand for what that version left on people's disks. What is in the book, and what it showed,
is in the JSON; `book_0_1_0` was made by the last state of 0.1.0 before roles, the audit trail and the API.
"""

import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import carteira

HERE = Path(__file__).resolve().parent
NAME = f"book_{carteira.__version__.replace('.', '_')}"
PEOPLE = {"ana": "correct horse battery", "bruno": "staple clover meadow"}
TABLES = (
    "customers", "orders", "invoices", "interactions", "products", "customer_links", "customer_golden",
    "customer_profit", "customer_lifetime", "customer_rfmt", "customer_category", "customer_card",
)  # fmt: skip
CITIES = ("São Paulo,SP", "Campinas,SP", "Recife,PE", "Curitiba,PR")
GIVEN = ("Ana", "Bruno", "Célia", "Davi", "Elisa", "Fábio", "Gilda")
FAMILY = ("Araújo", "Barros", "Castro", "Dantas", "Esteves", "Fontes")
SHOPS = ("Padaria", "Mercado", "Oficina", "Livraria", "Farmácia")

Lines = Iterator[str]


def customers() -> Lines:
    yield "source_id,kind,name,email,phone,city,state"
    for n in range(1, 42):
        given, family = GIVEN[n % 7], FAMILY[n % 6]
        who = f"person,{given} {family}" if n % 3 == 0 else f"company,{SHOPS[n % 5]} {given} {family} Ltda"
        phone = f"(11) 3{n * 7919 % 900 + 100}-{n * 6007 % 9000 + 1000}"
        yield f"C{n},{who},{given}.{family}{n}@loja{n}.com.br,{phone},{CITIES[n % 4]}"
    yield "C42,person,DAVI DANTAS,Davi.Dantas3@loja3.com.br,,São Paulo,SP"


def orders(first: int, last: int, year: int) -> Lines:
    yield "order_id;customer;ordered_at;product_id;quantity;unit_price;discount;tax;unit_cost;channel;seller"
    for n in range(first, last):
        day = f"{n % 28 + 1:02}/{n % 12 + 1:02}/{year}"
        where, who = ("shop", "") if n % 3 else ("visit", f"S{n % 4}")
        price = f"{n % 7 * 10 + 15},50"
        yield f"O{n};C{n * n % 40 + 1};{day} 10:00;P{n % 5};{n % 4 + 1};{price};0;1,50;{n % 7 * 6 + 9},25;{where};{who}"
    yield f"O{last};C1;yesterday;P1;1;1,00;0;0;1,00;shop;"


def invoices() -> Lines:
    yield "invoice_id,customer,due_on,amount,paid_on,paid_amount"
    for n in range(1, 61):
        paid = f"2025-{n % 9 + 2:02}-{n % 27 + 2:02},{n * 10}.00" if n % 5 else ","
        yield f"I{n},C{n % 40 + 1},2025-{n % 9 + 1:02}-{n % 27 + 1:02},{n * 10}.00,{paid}"


def interactions() -> Lines:
    yield "customer,at,channel,minutes,cost"
    for n in range(90):
        channel = ("visit", "call", "email")[n % 3]
        yield f"C{n % 40 + 1},2025-{n % 12 + 1:02}-{n % 28 + 1:02} 09:00,{channel},{n % 50 + 5},{n % 9 + 1}.00"


def products() -> Lines:
    yield "product_id,name,category,list_price,unit_cost"
    for n in range(5):
        yield f"P{n},Produto {n},{'pão' if n % 2 else 'café'},{n * 10 + 15}.50,{n * 6 + 9}.25"


def fill(book: Any, folder: Path) -> None:
    """Loads, undoes, changes a setting, adds people, and runs once, as a finished job."""
    files = (
        ("customers", customers(), ""), ("products", products(), ""), ("orders", orders(1, 160, 2024), ""),
        ("orders", orders(120, 260, 2025), "again"), ("invoices", invoices(), ""), ("interactions", interactions(), ""),
        ("interactions", iter(("customer,at,channel,cost", "C1,2025-05-05,visit,9999.00")), "mistake"),
    )  # fmt: skip
    for table, lines, what in files:
        path = folder / f"{table}{what}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        report = book.load(table, path, source="erp")
    book.undo(report.load_id)
    book.set("discount_rate", 0.15)

    from carteira.accounts.actions import add_user
    from carteira.jobs.actions import ask
    from carteira.jobs.worker import work_once

    users = [add_user(name, password) for name, password in PEOPLE.items()]
    ask("run", {"window": "12m"}, users[0])
    assert work_once()


def shown(home: Path, *words: str) -> Any:
    """What a command prints as JSON."""
    command = [sys.executable, "-m", "carteira", *words, "--json"]
    done = subprocess.run(command, env=os.environ | {"CARTEIRA_HOME": str(home)}, capture_output=True, check=True)
    return json.loads(done.stdout)


def record(book: Any, home: Path) -> dict[str, Any]:
    """What the version shows of its book."""
    return {
        "version": carteira.__version__,
        "people": PEOPLE,
        "rows": {name: book.table(name).num_rows for name in TABLES},
        "cards": json.loads(json.dumps(book.table("customer_card").to_pylist(), default=str)),
        "portfolio": shown(home, "show", "portfolio"),
        "customer": shown(home, "show", "customer", "3"),
        "loads": shown(home, "show", "loads"),
        "settings": shown(home, "show", "settings"),
        "users": shown(home, "user", "list"),
    }


def plain(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """The member without what is this machine's; locks are left out."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = 1_750_000_000
    return None if member.name.endswith(".lock") else member


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "book"
        book = carteira.open(home, country="BR")
        fill(book, Path(scratch))
        told = record(book, home)
        from django.db import connection

        connection.close()
        (HERE / f"{NAME}.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        with tarfile.open(HERE / f"{NAME}.tar.xz", "x:xz") as archive:
            archive.add(home, "book", filter=plain)


if __name__ == "__main__":
    main()
