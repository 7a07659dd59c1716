"""Every check of the book, in the order in which a person would make them."""

from collections.abc import Callable, Iterator, Mapping

from carteira.book.doctor import database, machine, tables, work
from carteira.book.doctor.finding import Finding
from carteira.book.home import Home

Check = Callable[[Home], Iterator[Finding]]
CHECKS: Mapping[str, tuple[Check, ...]] = {
    "machine": (machine.disk, machine.memory, machine.clock, machine.privacy),
    "database": (database.rows, database.safety, database.migrations),
    "tables": (tables.loads, tables.published, tables.figures, tables.left_over),
    "work": (work.jobs, work.workers),
    "safety": (work.last_backup, work.production),
}
"""The checks of each part of the book; the names of the parts are codes of messages (`doctor_<name>`)."""


def examine(home: Home) -> list[Finding]:
    """What every check finds."""
    return [finding for findings in examine_parts(home).values() for finding in findings]


def examine_parts(home: Home) -> dict[str, list[Finding]]:
    """What every check finds, by the part of the book."""
    return {part: [finding for check in checks for finding in check(home)] for part, checks in CHECKS.items()}
