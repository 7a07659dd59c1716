"""Seconds and peak memory of simulating a company.

Run: python benchmarks/demo.py [customers ...]     default 5000 100000; 1000000 takes about a minute and 2 GB of disk.
Each size runs in a process of its own, so that its peak memory is its own.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

DEFAULT_SIZES = ("5000", "100000")


def measure(customers: int) -> None:
    """Writes one line: customers, order lines, seconds by the clock and of processor time, peak and file megabytes."""
    from carteira.demo.simulation import simulate

    with tempfile.TemporaryDirectory() as folder:
        begun, worked = time.perf_counter(), time.process_time()
        company = simulate(Path(folder), customers)
        seconds, processor = time.perf_counter() - begun, time.process_time() - worked
        lines = sum(count_lines(path) for table, path, _ in company.files if table == "orders")
        size = sum(path.stat().st_size for _, path, _ in company.files) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times = f"{seconds:8.1f} s {processor:8.1f} CPU s"
    sys.stdout.write(
        f"{customers:>10,} customers {lines:>12,} lines {times} {peak:7,.0f} MB peak {size:7,.0f} MB of files\n"
    )


def count_lines(path: Path) -> int:
    """Lines of a text file, without its heading."""
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")) - 1


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] == "--one":
        measure(int(sys.argv[2]))
    else:
        for size in sys.argv[1:] or DEFAULT_SIZES:
            subprocess.run([sys.executable, __file__, "--one", size], check=True)
