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
    from carteira.demo.simulation import files_of

    book = carteira.open(folder / "book")
    started = time.perf_counter()
    lines = 0
    for table, path, source in files_of(folder / "company"):
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
    code = (
        "import sys; from pathlib import Path; from carteira.demo.simulation import simulate; "
        "simulate(Path(sys.argv[1]), customers=int(sys.argv[2]), seed=1)"
    )
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, str(folder / "company"), str(customers)], check=True)
    return time.perf_counter() - started


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
    else:
        main([int(word) for word in sys.argv[1:]] or [5_000, 100_000, 1_000_000])
