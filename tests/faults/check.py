"""Is everything there that was acknowledged, once, and nothing else? `python check.py HOME LOG`.

Waits until the workers have ended all jobs, then compares the book with the client's log. Prints one JSON document:
what is wrong (nothing, it is hoped), and how much was checked.
"""

import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import carteira
from tests.faults import orders
from tests.faults.acknowledged import Log

PATIENCE_SECONDS = 240.0


class Check:
    """The book after it all, beside what the client wrote down."""

    def __init__(self, home: Path, log: Log) -> None:
        self.home, self.log = home, log
        self.book = carteira.open(home)
        self.wrong: list[str] = []

    def finish_everything(self) -> None:
        """Waits for the work that was left, for a last run where there was none over all of it, and for the tidying."""
        from carteira.book.running import has_news
        from carteira.jobs import actions

        self._wait()
        last_run = [("run", {"window": "all"})] if has_news() else []
        for kind, arguments in (*last_run, ("tidy", {})):
            job = actions.ask(kind, arguments)
            self._wait()
            job.refresh_from_db()
            self.expect(job.state == "done", f"the last {kind} ended as {job.state} {job.error_code}")

    def _wait(self) -> None:
        from carteira.jobs.choices import UNFINISHED
        from carteira.jobs.models import Job

        until = time.monotonic() + PATIENCE_SECONDS
        while Job.objects.filter(state__in=UNFINISHED).exists():
            if time.monotonic() > until:
                left = list(Job.objects.filter(state__in=UNFINISHED).values("id", "kind", "state", "attempts"))
                raise SystemExit(f"work is left over: {left}")
            time.sleep(0.1)

    def expect(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.wrong.append(otherwise)

    def examine(self) -> dict[str, Any]:
        self.loads = self.book.loads()
        self.undone = {entry["load"] for entry in self.log.entries("undone")}
        self.perhaps_undone = {entry["load"] for entry in self.log.entries("try undo")}
        self.perhaps_cancelled = {entry["job"] for entry in self.log.entries("try cancel")}
        self._jobs()
        self._loads()
        self._facts()
        self._runs()
        self._progress()
        self._leftovers()
        acknowledged = {
            what: len(list(self.log.entries(what))) for what in ("asked", "run", "cancelled", "loaded", "undone")
        }
        return {"wrong": self.wrong, "acknowledged": acknowledged, "loads": len(self.loads)}

    def _jobs(self) -> None:
        """Each job that was asked for came to its end; what was cancelled did not count."""
        from carteira.jobs.models import Job

        jobs = {job.id: job for job in Job.objects.all()}
        cancelled = {entry["job"] for entry in self.log.entries("cancelled")}
        for entry in (*self.log.entries("asked"), *self.log.entries("run")):
            job = jobs.get(entry["job"])
            if job is None:
                self.wrong.append(f"job {entry['job']} is gone")
                continue
            ends = {"cancelled"} if job.id in cancelled else {"done"}
            if job.id in self.perhaps_cancelled - cancelled:
                ends |= {"cancelled"}
            refused = job.kind == "run" and job.error_code == "nothing_loaded"
            refused |= job.error_code == "no_space_left"
            self.expect(job.state in ends or refused, f"job {job.id} ({job.kind}) is {job.state} {job.error_code}")
        self.loaded_by = {job.result["load_id"]: job for job in jobs.values() if job.kind == "load" and job.result}
        self.jobs = jobs

    def _loads(self) -> None:
        """Each acknowledged file is loaded once, each other at most once, and each undone load is undone."""
        counted = Counter(load.file_name for load in self.loads if load.state in ("loaded", "undone"))
        must = {f"{entry['file']}.csv" for entry in self.log.entries("loaded")}
        for entry in self.log.entries("asked"):
            if self._is_done(entry["job"]):
                must.add(f"{entry['file']}.csv")
            elif entry["job"] in self.jobs:
                self.expect(
                    not counted[f"{entry['file']}.csv"], f"file {entry['file']} is loaded though it was cancelled"
                )
        for name in must:
            self.expect(counted[name] == 1, f"{name} is loaded {counted[name]} times")
        for name, times in counted.items():
            self.expect(times == 1, f"{name} is loaded {times} times")
        by_id = {load.id: load for load in self.loads}
        for load_id, job in self.loaded_by.items():
            self.expect(by_id[load_id].file_name == job.arguments["file_name"], f"job {job.id} names load {load_id}")
        for load in self.loads:
            self.expect(load.state in ("loaded", "undone", "failed"), f"load {load.id} is {load.state}")
            if load.id in self.undone:
                self.expect(load.state == "undone", f"load {load.id} was undone and is {load.state}")
            if load.state == "undone":
                self.expect(load.id in self.perhaps_undone, f"load {load.id} is undone though nobody undid it")

    def _is_done(self, number: int) -> bool:
        return number in self.jobs and self.jobs[number].state == "done"

    def _facts(self) -> None:
        """The orders are those of the files that count, each once."""
        found = Counter(orders.number_of(order) for order in self.book.table("orders")["order_id"].to_pylist())
        standing = {int(load.file_name.removesuffix(".csv")) for load in self.loads if load.state == "loaded"}
        expected = {number: orders.lines(number) for number in standing}
        self.expect(dict(found) == expected, f"orders differ: {sorted(dict(found).items() ^ expected.items())}")
        self.total = sum(map(orders.cents, standing))

    def _runs(self) -> None:
        """Each run that was done published once, and the published figures are those of the files. Where every load was
        undone, nothing is left to run, and the figures stay as they were."""
        from carteira.book.models import Run

        published = set(Run.objects.filter(state="published").values_list("id", flat=True))
        made = [job.result["run_id"] for job in self.jobs.values() if job.kind == "run" and job.state == "done"]
        self.expect(sorted(made) == sorted(published), f"runs {sorted(made)} are done, {sorted(published)} published")
        if not self.total:
            return
        revenue = sum(self.book.table("customer_profit")["revenue"].to_pylist())
        self.expect(revenue == self.total, f"the revenue is {revenue} instead of {self.total}")

    def _progress(self) -> None:
        """What was seen of a job never went back while it was in the same stage."""
        last: dict[int, dict[str, Any]] = {}
        for seen in self.log.entries("seen"):
            before = last.get(seen["job"])
            if before and before["stage"] == seen["stage"]:
                self.expect(seen["done"] >= before["done"], f"the progress of job {seen['job']} went back: {seen}")
            last[seen["job"]] = seen

    def _leftovers(self) -> None:
        from carteira.jobs.models import Worker

        uploads = {path.stem for path in (self.home / "uploads").glob("*.data")}
        done = {str(entry["file"]) for entry in self.log.entries("asked") if self._is_done(entry["job"])}
        self.expect(not uploads & done, f"uploads are left over: {sorted(uploads & done)}")
        tokens = set(Worker.objects.values_list("token", flat=True))
        locks = {path.stem for path in (self.home / "workers").iterdir()}
        self.expect(len(tokens) == 1 and tokens == locks, f"workers {tokens} and their locks {locks}")


def main() -> None:
    check = Check(Path(sys.argv[1]), Log(Path(sys.argv[2])))
    check.finish_everything()
    print(json.dumps(check.examine()))  # noqa: T201


if __name__ == "__main__":
    main()
