"""Asking for work again and again, at each due moment once."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from carteira.errors import CarteiraError
from carteira.jobs.actions import ask
from carteira.jobs.choices import UNFINISHED
from carteira.jobs.handlers import ready_made
from carteira.jobs.models import Job, Schedule
from carteira.jobs.when import When


def plan(name: str, kind: str, arguments: dict[str, Any], when: str, time_zone: str) -> Schedule:
    """The schedule of that name, made where there is none yet; one that is there stays as people set it.

    Raises `bad_when`.
    """
    next_at = _next(when, time_zone, timezone.now())
    given = {"kind": kind, "arguments": arguments, "when": when, "time_zone": time_zone, "next_at": next_at}
    schedule, _ = Schedule.objects.get_or_create(name=name, defaults=given)
    return schedule


def plan_ready_made(time_zone: str) -> None:
    """Makes the schedules that the rooms registered, where they are not there yet."""
    for kind, when in ready_made().items():
        plan(kind, kind, {}, when, time_zone)


def change(name: str, *, when: str | None = None, active: bool = True) -> Schedule:
    """The schedule with other due moments, or switched on or off. Raises `unknown_schedule` or `bad_when`."""
    with transaction.atomic():
        schedule = Schedule.objects.select_for_update().filter(name=name).first()
        if schedule is None:
            known = ", ".join(Schedule.objects.order_by("name").values_list("name", flat=True))
            raise CarteiraError("unknown_schedule", hint="known_schedules", name=name, known=known)
        schedule.when, schedule.active = when or schedule.when, active
        schedule.next_at = _next(schedule.when, schedule.time_zone, _nothing_twice(schedule))
        schedule.save(update_fields=("when", "active", "next_at"))
    return schedule


def ask_what_is_due() -> None:
    """Asks for the work of each schedule whose moment has come: once, however many workers do this, and once for all
    the moments that passed while nobody worked. Nothing is asked for whose last job is still unfinished."""
    now = timezone.now()
    for schedule in Schedule.objects.filter(active=True, next_at__lte=now).order_by("next_at", "id"):
        following = _next(schedule.when, schedule.time_zone, now)
        with transaction.atomic():
            mine = Schedule.objects.filter(id=schedule.id, active=True, next_at=schedule.next_at)
            if not mine.update(next_at=following):
                continue
            if not Job.objects.filter(schedule=schedule, state__in=UNFINISHED).exists():
                ask(schedule.kind, schedule.arguments, schedule=schedule, due_at=schedule.next_at)


def _nothing_twice(schedule: Schedule) -> datetime:
    """Now, or the last moment that was due, where the clock was set back since."""
    last = Job.objects.filter(schedule=schedule).aggregate(last=Max("due_at"))["last"]
    return max(timezone.now(), last) if last else timezone.now()


def _next(when: str, time_zone: str, moment: datetime) -> datetime:
    return When.parse(when).next_after(moment, ZoneInfo(time_zone))
