"""Commands on work in the background: what there is, cancelling it, and when it is due by itself."""

from datetime import datetime
from typing import Annotated, Any

import typer

from carteira.accounts.choices import Permission
from carteira.book import settings as book_settings
from carteira.book.job_access import cancel_job, visible_jobs
from carteira.cli.opened import the_book
from carteira.cli.output import AsJson, console, emit, table
from carteira.errors import CarteiraError
from carteira.jobs import queries
from carteira.jobs.progress import seconds_left
from carteira.jobs.schedules import change

app = typer.Typer(help="Work in the background: what there is, cancelling it, when it is due.", no_args_is_help=True)

SHOWN = 50
SWITCHES = {"on": True, "off": False}


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """The newest jobs, and who works on them."""
    book = the_book()
    jobs = visible_jobs(book.access, book.user).select_related("created_by", "cancelled_by", "worker")
    found = {
        "workers": [
            {name: getattr(worker, name) for name in ("host", "pid", "started_at", "seen_at")}
            for worker in queries.workers()
        ],
        "jobs": [_job(job) for job in jobs[:SHOWN]],
    }
    emit(as_json, found, lambda: _print_jobs(found))


@app.command("cancel")
def cancel(
    job_id: Annotated[int, typer.Argument(metavar="JOB", help="Its number; carteira jobs list shows it.")],
    as_json: AsJson = False,
) -> None:
    """Cancel a job.

    One that is worked on stops at its next report of progress; nothing half-done is kept.
    """
    book = the_book()
    job = visible_jobs(book.access, book.user).filter(id=job_id).first()
    if job is None:
        raise CarteiraError("unknown_job", hint="list_jobs", job=job_id)
    stopped = cancel_job(book.access, book.user, job)
    said = "is cancelled" if stopped.state == "cancelled" else "stops at its next report of progress"
    emit(
        as_json,
        {"job": stopped.id, "state": str(stopped.state)},
        lambda: console.print(f"Job {stopped.id} ({stopped.kind}) {said}."),
    )


@app.command("schedules")
def schedules(as_json: AsJson = False) -> None:
    """What is done by itself, and when."""
    the_book()
    found = [_schedule(schedule) for schedule in queries.schedules()]
    emit(as_json, found, lambda: _print_schedules(found))


@app.command("schedule")
def schedule(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name; carteira jobs schedules shows it.")],
    when: Annotated[
        str, typer.Argument(metavar="WHEN", help="'03:00', 'mon,thu 22:30', 'every 15m', 'every 6h', on or off.")
    ],
    as_json: AsJson = False,
) -> None:
    """Change when a schedule is due, or switch it on or off.

    Times are in the book's time zone.
    """
    the_book().access.check_may(Permission.MANAGE_SETTINGS)
    if when in SWITCHES:
        changed = change(name, active=SWITCHES[when])
    else:
        changed = change(name, when=when)
    found = _schedule(changed)
    emit(as_json, found, lambda: _print_schedules([found]))


def _job(job: Any) -> dict[str, Any]:
    names = ("id", "kind", "state", "stage", "done", "total", "rate", "attempts", "created_at", "started_at")
    return {
        **{name: getattr(job, name) for name in names},
        "finished_at": job.finished_at,
        "seconds_left": seconds_left(job.done, job.total, job.rate) if job.state == "running" else None,
        "asked_by": str(job.created_by) if job.created_by else None,
        "cancelled_by": str(job.cancelled_by) if job.cancelled_by else None,
        "worker": f"{job.worker.host} {job.worker.pid}" if job.worker else None,
        "result": job.result,
        "error": job.error_code or None,
    }


def _schedule(schedule: Any) -> dict[str, Any]:
    return {name: getattr(schedule, name) for name in ("name", "when", "active", "next_at", "time_zone")}


def _print_jobs(found: dict[str, Any]) -> None:
    workers = found["workers"]
    if workers:
        console.print(f"{len(workers)} working, last seen at {_at(workers[0]['seen_at'])}.")
    else:
        console.print("Nobody is working: start carteira serve or carteira worker.")
    rows = [
        [
            str(job["id"]),
            *(job[name] for name in ("kind", "state")),
            job["error"] or (job["stage"].replace("_", " ") if job["state"] == "running" else ""),
            _at(job["created_at"]),
            f"{job['done']:,} / {job['total']:,}" if job["total"] else f"{job['done']:,}",
        ]
        for job in found["jobs"]
    ]
    table("Jobs", ["Job", "Kind", "State", "What", "Asked for", "Done"], rows, numbers_from=5)


def _print_schedules(found: list[dict[str, Any]]) -> None:
    rows = [[each["name"], each["when"], _at(each["next_at"]) if each["active"] else "off"] for each in found]
    table("Schedules", ["Name", "When", "Next"], rows, numbers_from=3)


def _at(moment: datetime) -> str:
    zone = book_settings.zone(book_settings.values())
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"
