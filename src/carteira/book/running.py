"""A run: every table computed anew, then published in one step."""

import json
import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from carteira.book import settings as book_settings
from carteira.book.choices import LoadState, RunState, Window
from carteira.book.computation import Computation
from carteira.book.home import Home
from carteira.book.left_over import kept_runs, kept_versions, remove_left_over
from carteira.book.loading import clean_up
from carteira.book.models import Load, Run
from carteira.book.period import period_of
from carteira.book.pipeline import COMPUTED, ROOMS, STEPS
from carteira.book.publishing import publish
from carteira.book.queries import published_run
from carteira.book.reading import keep_copies, make_copy
from carteira.customize.decide.queries import plan_in_force
from carteira.differentiate.declared.queries import answer_facts, answers_changed_since
from carteira.errors import CarteiraError
from carteira.jobs.progress import Progress, silent
from carteira.warehouse import storage
from carteira.warehouse.durable_log import mend
from carteira.warehouse.engine import Engine
from carteira.warehouse.facts import FACTS

PUBLISHING = 10
"""The parts of a run's progress that publishing counts for, after one part for each step."""
ALL_PARTS = len(STEPS) + PUBLISHING

MOMENTS = {
    "orders": "ordered_at", "interactions": "at", "costs": "on", "cases": "opened_at", "invoices": "paid_on",
    "surveys": "at", "answers": "at", "treatments": "at", "customers": "created_on",
}  # fmt: skip
"""The column that says when a fact happened. Due dates lie ahead, so they do not count."""

log = logging.getLogger(__name__)


def run(
    home: Home,
    *,
    as_of: date | None = None,
    window: str = Window.TWELVE_MONTHS,
    only: Sequence[str] = (),
    progress: Progress = silent,
    together: Callable[[int], None] | None = None,
) -> Run:
    """Computes the book as of a day (default: the day after the newest fact, never after today) and publishes it.

    `only` names the rooms to compute; the others keep their published tables. `together` is called with the run's id in
    the transaction that publishes it, so that both hold or neither. Killed at any moment, the book still
    shows the run before. Raises CarteiraError where nothing is loaded, the book is busy, or an argument makes no sense.
    """
    window = _window(window)
    _check_rooms(only)
    with home.locked():
        clean_up(home)
        for name in COMPUTED:
            mend(home.computed(name))
        Run.objects.filter(state=RunState.RUNNING).update(state=RunState.FAILED)
        loads = list(Load.objects.filter(state=LoadState.LOADED).order_by("id").values_list("id", "table", "source"))
        if not loads:
            raise CarteiraError("nothing_loaded", hint="load_first")
        with Engine(scratch=home.scratch) as engine:
            return _run(home, engine, loads, as_of, window, only, progress, together)


def has_news() -> bool:
    """Whether a run now would rest on other loads, settings or answers than the published one."""
    loads = list(Load.objects.filter(state=LoadState.LOADED).order_by("id").values_list("id", flat=True))
    last = published_run()
    if last is None or not loads:
        return bool(loads)
    if last.loads != loads or last.settings != json.loads(json.dumps(book_settings.values())):
        return True
    return answers_changed_since(last.started_at)


def _run(
    home: Home,
    engine: Engine,
    loads: list[tuple[int, str, str]],
    as_of: date | None,
    window: Window,
    only: Sequence[str],
    progress: Progress,
    together: Callable[[int], None] | None,
) -> Run:
    settings = book_settings.values()
    previous = published_run()
    today = datetime.now(book_settings.zone(settings)).date()
    period = period_of(as_of or _day_after_newest(home, engine, loads, today), window)
    row = Run.objects.create(
        as_of=period.as_of,
        window=period.window,
        window_start=period.start,
        currency=settings["currency"],
        loads=[load_id for load_id, _, _ in loads],
        settings=settings,
        card_slot=1 - previous.card_slot if previous else 0,
    )
    try:
        computation = Computation(home, engine, row.id, period, settings, previous.manifest if previous else {})
        computation.register_facts(loads)
        engine.add_facts("answers", answer_facts(period.as_of, book_settings.zone(settings), every=as_of is None))
        _compute(computation, only, progress)
        make_copy(home, row.id, engine)
        publish(computation, row, _last_parts(progress), together)
    except BaseException:
        Run.objects.filter(id=row.id, state=RunState.RUNNING).update(state=RunState.FAILED)
        raise
    _forget_old_tables(home)
    return row


def _compute(computation: Computation, only: Sequence[str], progress: Progress) -> None:
    for number, step in enumerate(STEPS):
        progress(step.makes[0], number, ALL_PARTS)
        if only and step.room not in only:
            for name in step.makes:
                computation.keep(name)
        else:
            step.run(computation)
    progress("reading_copy", len(STEPS), ALL_PARTS)


def _last_parts(progress: Progress) -> Progress:
    """Tells the progress of publishing as the last parts of the run, so that it never goes back."""

    def report(stage: str, done: int, total: int | None) -> None:
        progress(stage, len(STEPS) + PUBLISHING * done // max(total or 0, 1), ALL_PARTS)

    return report


def _window(window: str) -> Window:
    if window not in Window.values:
        raise CarteiraError("bad_window", window=window)
    return Window(window)


def _check_rooms(only: Sequence[str]) -> None:
    for room in only:
        if room not in ROOMS:
            raise CarteiraError("unknown_room", room=room, known=", ".join(ROOMS))


def _day_after_newest(home: Home, engine: Engine, loads: list[tuple[int, str, str]], today: date) -> date:
    """The day after the newest fact, today at the latest, and today where no fact has a date."""
    newest: list[date] = []
    for name, column in MOMENTS.items():
        mine = [(load_id, source) for load_id, table, source in loads if table == name]
        if mine:
            engine.register_facts(FACTS[name], storage.open_table(home.facts(name)), mine)
            found: Any = engine.query(
                f'SELECT CAST(max("{column}") AS DATE) AS day FROM "{name}" WHERE "{column}" < ?', [today]
            )["day"][0].as_py()
            newest += [found] if found else []
    return max(newest) + timedelta(days=1) if newest else today


def _forget_old_tables(home: Home) -> None:
    """Frees the files of tables that only older runs used. What cannot be removed now is removed after a later run."""
    with home.removing_files() as may_remove:
        if may_remove:
            _keep_newest(home)


def _keep_newest(home: Home) -> None:
    in_force = plan_in_force()  # decisions in real time rest on it, however old it is
    keep_copies(home, [*(run.id for run in kept_runs()), *([in_force] if in_force is not None else [])])
    for name in COMPUTED:
        try:
            storage.keep_versions(home.computed(name), kept_versions(name))
        except Exception:
            log.warning("old versions of %s were not removed", name, exc_info=True)
    try:
        remove_left_over(home)
    except Exception:
        log.warning("files that no table has were not removed", exc_info=True)
