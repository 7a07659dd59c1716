"""Reading a CSV of order lines (Latin-1, `;`, decimal comma, dd/mm/yyyy) into canonical batches, beside DuckDB.

Run: python benchmarks/read_csv.py [--lines 10000000] [--folder FOLDER]        (the file is made there, and stays)

Each reader runs in a process of its own on one core. `carteira` detects the format, casts every column, keeps the
unknown ones as JSON text and accounts for every line. `duckdb_text` is DuckDB's bare read_csv: told the format, given
UTF-8, it cuts the text into cells; `duckdb_cast` also casts them. Printed: lines, seconds, CPU seconds, lines per CPU
second, peak memory. Compiled code is on disk already after the first run.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

HEADER = "pedido;cliente;data do pedido;produto;descrição;quantidade;valor unitário;desconto;canal;vendedor;situação\n"
PRODUCTS = ("Café torrado", "Açúcar cristal", "Feijão preto", "Óleo de soja", "Arroz tipo 1")
NUMBER = "try_cast(replace(replace({0}, '.', ''), ',', '.') AS DECIMAL(18, 6))"


def write_lines(path: Path, lines: int) -> None:
    """Order lines, three to an order, over two years, generated from seed 1."""
    random = np.random.default_rng(1)
    with path.open("w", encoding="latin-1", newline="") as file:
        file.write(HEADER)
        for first in range(0, lines, 100_000):
            count = min(100_000, lines - first)
            columns = np.column_stack(
                [
                    (first + np.arange(count)) // 3,
                    *(
                        random.integers(low, high, count)
                        for low, high in ((1, 1_000_000), (1, 29), (1, 13), (2024, 2026))
                    ),
                    *(random.integers(low, high, count) for low, high in ((8, 20), (10, 60), (0, 5), (1, 20))),
                    *(
                        random.integers(low, high, count)
                        for low, high in ((1, 10), (0, 1_000), (0, 100), (0, 5), (1, 60))
                    ),
                ]
            )
            file.write("".join(_line(*row) for row in columns.tolist()))


def _line(order: int, customer: int, day: int, month: int, year: int, hour: int, minute: int, *rest: int) -> str:
    product, quantity, thousands, units, cents, discount, seller = rest
    return (
        f"P{order:08d};{customer};{day:02d}/{month:02d}/{year} {hour:02d}:{minute};{product + 100};{PRODUCTS[product]};"
        f"{quantity};{thousands}.{units:03d},{cents:02d};{discount},{cents:02d};loja;V{seller};completed\n"
    )


def carteira(path: Path) -> int:
    """All of it: detection, casting, attributes, checks."""
    from carteira.warehouse.facts import FACTS
    from carteira.warehouse.files import Mapping, inspect, read

    file_format = inspect(path)
    mapping = Mapping.suggest(FACTS["orders"], file_format.header)
    batches = read(path, FACTS["orders"], mapping, file_format, time_zone="America/Sao_Paulo")
    return sum(batch.accepted.num_rows for batch in batches)


def duckdb_text(path: Path) -> int:
    """Cells as text, each touched."""
    return _duckdb(path, [f"max(c{place})" for place in range(11)])


def duckdb_cast(path: Path) -> int:
    """Cells cast as the canonical table has them; no line numbers, no reasons, no attributes."""
    casts = [NUMBER.format(f"c{place}") for place in (5, 6, 7)] + ["try_strptime(c2, '%d/%m/%Y %H:%M')"]
    return _duckdb(
        path, [f"max({cast})" for cast in casts] + [f"max(trim(c{place}))" for place in (0, 1, 3, 4, 8, 9, 10)]
    )


def _duckdb(path: Path, columns: list[str]) -> int:
    import duckdb

    text = path.with_suffix(".utf8.csv")
    names = ", ".join(f"'c{place}'" for place in range(11))
    source = f"read_csv(?, delim = ';', header = true, all_varchar = true, names = [{names}])"
    with duckdb.connect(config={"threads": 1}) as connection:
        row = connection.execute(f"SELECT count(*), {', '.join(columns)} FROM {source}", [str(text)]).fetchone()
    assert row is not None
    return int(row[0])


READERS: dict[str, Callable[[Path], int]] = {
    "carteira": carteira,
    "duckdb_text": duckdb_text,
    "duckdb_cast": duckdb_cast,
}


def measure(name: str, path: Path) -> None:
    """Runs one reader here, pinned to one core, and prints its figures."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    begin = time.perf_counter()
    lines = READERS[name](path)
    seconds, busy = time.perf_counter() - begin, time.process_time()
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate = lines / busy
    say(f"{name:12} {lines:>11,} lines {seconds:7.1f} s {busy:7.1f} CPU s {rate:>10,.0f}/CPU s {megabytes:6.0f} MB")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--reader", choices=READERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    path = options.folder / f"order_lines_{options.lines}.csv"
    if options.reader:
        measure(options.reader, path)
        return
    text = path.with_suffix(".utf8.csv")
    if not text.exists():
        write_lines(path, options.lines)
        with path.open(encoding="latin-1") as source, text.open("w", encoding="utf-8") as target:
            for line in source:
                target.write(line)
    say(f"{path}: {path.stat().st_size / 1e6:,.0f} MB")
    for name in READERS:
        subprocess.run([sys.executable, __file__, *sys.argv[1:], "--reader", name], check=True)


if __name__ == "__main__":
    main()
