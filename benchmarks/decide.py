"""How quickly decisions in real time are answered: in process, and over HTTP by one worker.

    python -m benchmarks.decide [CUSTOMERS] [--actions N] [--seconds N] [--folder FOLDER]

Defaults: 1,000,000 customers at random, 50 actions, 6 resources in 10 pools each; 5 seconds of each load; 3 rounds.
FOLDER keeps the options. `carteira serve --processes 1` answers. Each connection asks again as soon as it is answered;
the load comes from a process of its own, on the same cores. The log lies on the disk of FOLDER, and once in memory
(/dev/shm): the difference is the wait for the disk, measured in the same minute (append of 400 bytes and fdatasync).
CPU is the server's, per decision: it says what one core can do where others use the machine too.
"""

import argparse
import asyncio
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.serve import machine, processor_seconds, run, served

CONNECTIONS = (1, 8, 16, 64)
ROUNDS = 3
STARTING = 6.0
"""Seconds within which the process that publishes has begun."""
PERSON = "loader"


def main(arguments: argparse.Namespace) -> None:
    print(machine())
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(arguments.folder or scratch).absolute()
        home = folder / "book"
        environment = os.environ | {"CARTEIRA_HOME": str(home), "CARTEIRA_DATABASE_URL": ""}
        if not (folder / "ids.json").exists():
            run("benchmarks.decide", "--make", str(folder), str(arguments.customers), str(arguments.actions),
                environment=environment)  # fmt: skip
        in_process(home)
        for place in ("memory", "disk"):
            put_log(home, place)
            over_http(folder, home, place, arguments.seconds, environment)
        put_log(home, "disk")
        publishing(folder, home, arguments.seconds, environment)


def in_process(home: Path) -> None:
    """Times decisions of one Decider."""
    from carteira.customize.decide.decider import Ask, Decider
    from carteira.customize.decide.plan import Plan
    from carteira.customize.options import opened

    started = time.perf_counter()
    decider = Decider(Plan(opened(home / "reading" / "run-1" / "options")))
    print(f"in process: plan read in {time.perf_counter() - started:.1f} s")
    chance = random.Random(1)
    ids = decider.plan.options.customer
    for _ in range(ROUNDS):
        spent = []
        for _ in range(40_000):
            ask = Ask(int(ids[chance.randrange(len(ids))]))
            begun = time.perf_counter_ns()
            decider.decide(ask, 0)
            spent.append((time.perf_counter_ns() - begun) / 1e3)
        print(f"  p50 {percentile(spent, 0.5):.1f} us, p99 {percentile(spent, 0.99):.1f} us")


def over_http(folder: Path, home: Path, place: str, seconds: float, environment: dict[str, str]) -> None:
    """Prints a line for each number of connections and round."""
    with served(environment, "--processes", "1") as (process, port):
        asked(folder, port, 1, 2.0)
        for _ in range(ROUNDS):
            wait = disk_wait(home / "decisions")
            print(f"log in {place}: append and fdatasync p50 {wait[0]:.2f} ms, p99 {wait[1]:.2f} ms")
            for connections in CONNECTIONS:
                before = processor_seconds(process.pid)
                spent = asked(folder, port, connections, seconds)
                report(connections, spent, seconds, processor_seconds(process.pid) - before)


def publishing(folder: Path, home: Path, seconds: float, environment: dict[str, str]) -> None:
    """Publishes another plan in the middle of the load of 8 connections, by a process that began before."""
    with served(environment, "--processes", "1") as (_, port):
        asked(folder, port, 1, 2.0)
        for number in range(ROUNDS):
            moment = time.time() + STARTING + 1.5 * seconds
            command = [sys.executable, "-m", "benchmarks.decide", "--publish", str(2 - number % 2), str(moment)]
            publisher = subprocess.Popen(command, env=environment)
            time.sleep(STARTING)
            answers = asked_at(folder, port, 8, 3 * seconds)
            publisher.wait()
            usual = [spent for at, spent in answers if at < moment]
            after = [spent for at, spent in answers if at >= moment]
            print(
                f"publishing, 8 connections: p99 {percentile(usual, 0.99):.2f} ms before, "
                f"{percentile(after, 0.99):.2f} ms after; longest {max(usual):.1f} and {max(after):.1f} ms",
                flush=True,
            )


def report(connections: int, spent: Sequence[float], seconds: float, cpu: float) -> None:
    print(
        f"  {connections:3} connections: p50 {percentile(spent, 0.5):6.2f} ms, p99 {percentile(spent, 0.99):6.2f} ms, "
        f"{len(spent) / seconds:6.0f} a second, {1e6 * cpu / len(spent):4.0f} us of CPU",
        flush=True,
    )


def percentile(spent: Sequence[float], share: float) -> float:
    ordered = sorted(spent)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def disk_wait(folder: Path) -> tuple[float, float]:
    """Milliseconds that an append and fdatasync take: the half and the 99th of 100."""
    spent = []
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        for _ in range(200):
            begun = time.perf_counter()
            file.write(b"x" * 400)
            os.fdatasync(file.fileno())
            spent.append(1e3 * (time.perf_counter() - begun))
    return percentile(spent, 0.5), percentile(spent, 0.99)


def put_log(home: Path, place: str) -> None:
    """Has the decision log lie on the book's disk, or in memory, and begin anew."""
    log = home / "decisions"
    memory = Path("/dev/shm") / f"decisions-{os.getuid()}"
    if log.is_symlink():
        log.unlink()
    shutil.rmtree(log, ignore_errors=True)
    shutil.rmtree(memory, ignore_errors=True)
    if place == "memory":
        memory.mkdir()
        log.symlink_to(memory)
    else:
        log.mkdir()


def asked(folder: Path, port: int, connections: int, seconds: float) -> list[float]:
    """Milliseconds of each answer."""
    return [spent for _, spent in asked_at(folder, port, connections, seconds)]


def asked_at(folder: Path, port: int, connections: int, seconds: float) -> list[tuple[float, float]]:
    """(moment, milliseconds) of each answer to a process that asks. Refused ones end the benchmark."""
    command = [sys.executable, "-m", "benchmarks.decide", "--ask", str(folder), str(port), str(connections)]
    done = subprocess.run([*command, str(seconds)], stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout)
    if found["failed"]:
        raise SystemExit(f"{found['failed']} requests were not answered with a decision")
    return [(at, spent) for at, spent in found["answers"]]


class Asking(asyncio.Protocol):
    """One connection, which asks again as soon as it is answered, until the end."""

    def __init__(self, key: str, ids: Sequence[int], until: float, found: dict[str, Any], seed: int) -> None:
        self._head = (
            f"POST /api/v1/decide HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        )
        self._ids, self._until, self._found, self._chance = ids, until, found, random.Random(seed)
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._ask()

    def _ask(self) -> None:
        body = f'{{"customer_id": {self._chance.choice(self._ids)}}}'
        self._answer, self._begun = b"", time.perf_counter()
        self._transport.write(f"{self._head}{len(body)}\r\n\r\n{body}".encode())

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head, found, body = self._answer.partition(b"\r\n\r\n")
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r")[0]
        if not found or len(body) < int(length):
            return
        self._found["answers"].append((time.time(), 1e3 * (time.perf_counter() - self._begun)))
        self._found["failed"] += not head.startswith(b"HTTP/1.1 200")
        if time.perf_counter() < self._until:
            self._ask()
        else:
            self._transport.close()
            self.done.set_result(None)


async def ask(folder: Path, port: int, connections: int, seconds: float) -> None:
    known = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = {"answers": [], "failed": 0}
    loop = asyncio.get_running_loop()
    until, seed = time.perf_counter() + seconds, time.time_ns()
    made = [
        await loop.create_connection(
            lambda place=place: Asking(known["key"], known["ids"], until, found, seed + place), "127.0.0.1", port
        )
        for place in range(connections)
    ]
    await asyncio.gather(*(protocol.done for _, protocol in made))
    print(json.dumps(found))


def make(folder: Path, customers: int, actions: int) -> None:
    """An empty book with two plans for customers at random, the first of them published, and a key."""
    import carteira

    home = Path(os.environ["CARTEIRA_HOME"])
    carteira.open(home)
    from carteira.accounts.access import access_of
    from carteira.accounts.actions import people, tokens
    from carteira.customize.options import save
    from tests.customize.decide.made import random_options

    for run_id in (1, 2):
        options = random_options(customers, actions, seed=run_id, run_id=run_id)
        save(options, home / "reading" / f"run-{run_id}" / "options")
    user = people.add_user(PERSON, None, roles=["administrator"])
    _, key = tokens.make_token(user, "benchmark", tokens.scopes_of(access_of(user)), 30)
    ids = random.Random(0).sample(options.customer.tolist(), min(customers, 100_000))
    publish(1)
    (folder / "ids.json").write_text(json.dumps({"key": key, "ids": ids}), encoding="utf-8")


def publish(run_id: int, moment: float = 0.0) -> None:
    """Publishes the plan at that moment."""
    import carteira

    carteira.open(os.environ["CARTEIRA_HOME"])
    from django.utils import timezone

    from carteira.customize.models import PublishedPlan

    time.sleep(max(moment - time.time(), 0))
    PublishedPlan.objects.update_or_create(run_id=run_id, defaults={"published_at": timezone.now()})


def parsed(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.decide")
    parser.add_argument("customers", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--actions", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--folder")
    return parser.parse_args(words)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--make", folder, customers, actions]:
            make(Path(folder), int(customers), int(actions))
        case ["--ask", folder, port, connections, seconds]:
            asyncio.run(ask(Path(folder), int(port), int(connections), float(seconds)))
        case ["--publish", run_id, moment]:
            publish(int(run_id), float(moment))
        case words:
            main(parsed(words))
