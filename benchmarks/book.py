"""The main job, measured: a simulated company's files loaded and run, in a process of its own per size.

    python -m benchmarks.book [CUSTOMERS ...]        (default: 5,000 100,000 1,000,000)

Prints per size: seconds to simulate, to load and to run, and the peak memory of the process that loaded and ran.
CARTEIRA_DATABASE_URL measures with PostgreSQL instead of SQLite.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def measure(folder: Path) -> dict[str, float]:
    """Loads and runs the company in `folder`, in this process. Seconds and MB."""
    import carteira

    book = carteira.open(folder / "book")
    started = time.perf_counter()
    lines = 0
    for table, path, source in json.loads((folder / "files.json").read_text(encoding="utf-8")):
        lines += book.load(table, path, source).lines
    loaded = time.perf_counter()
    stages: dict[str, float] = {}
    last = [loaded, ""]

    def watch(stage: str, done: int, total: int | None) -> None:
        now = time.perf_counter()
        if last[1]:
            stages[str(last[1])] = stages.get(str(last[1]), 0.0) + now - float(last[0])
        last[:] = [now, stage]

    book.run(progress=watch)
    watch("", 0, None)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = {"load": loaded - started, "run": time.perf_counter() - loaded}
    return {"lines": lines, **seconds, "peak_mb": peak, **{f"run: {name}": value for name, value in stages.items()}}


def simulate_in(folder: Path, customers: int) -> float:
    """Simulates the company in a process of its own. Seconds."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "benchmarks.book", "--simulate", str(folder), str(customers)], check=True)
    return time.perf_counter() - started


def simulate_here(folder: Path, customers: int) -> None:
    """Simulates the company in this process, and notes its files in `files.json`."""
    from carteira.demo.simulation import simulate

    files = simulate(folder / "company", customers=customers, seed=1).files
    (folder / "files.json").write_text(json.dumps(files, default=str), encoding="utf-8")


def main(sizes: list[int]) -> None:
    for customers in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            simulated = simulate_in(folder, customers)
            command = [sys.executable, "-m", "benchmarks.book", "--measure", str(folder)]
            found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
        print(f"{customers:,} customers, {found.pop('lines'):,} lines: simulated in {simulated:.1f} s")
        for name, value in found.items():
            print(f"  {name:30} {value:10.1f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(Path(sys.argv[2]))))
    elif sys.argv[1:2] == ["--simulate"]:
        simulate_here(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main([int(word) for word in sys.argv[1:]] or [5_000, 100_000, 1_000_000])
