"""The decision log as tables: for the facts, and to learn from what was tried with which chance."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from carteira.customize.decide.choosing import NOTHING
from carteira.customize.decide.decision import Decision, Outcome, Response, Terms
from carteira.customize.decide.records import Record, decoded
from carteira.customize.decide.segments import path_of, place, segments, split, whole_records

ROWS = pa.schema([
    ("id", pa.string()),
    ("customer_id", pa.int64()),
    ("at", pa.timestamp("ms", "UTC")),
    ("run_id", pa.int64()),
    ("action", pa.string()),
    ("cost", pa.int64()),
    ("score", pa.int64()),
    ("propensity", pa.float64()),
    ("explored", pa.bool_()),
    ("outcome", pa.string()),
    ("actions", pa.list_(pa.string())),
    ("chances", pa.list_(pa.float64())),
])  # fmt: skip
"""`action` is null where nothing was to be done, `outcome` where nobody said. `actions` and `chances`: what else might
have been chosen, the chosen one first; null among them is nothing."""


def decision_rows(folder: Path, since: int = 0, until: int = 2**62) -> pa.Table:
    """The decisions (ROWS) from `since` to before `until`, in milliseconds since 1970, in the order of the log, with
    what was said of them at any time. What a crash tore off is left out: nobody was answered by it."""
    terms: dict[int, Terms] = {}
    found: list[tuple[int, Decision]] = []
    responses: dict[int, Response] = {}
    for number, record in records(folder):
        if isinstance(record, Terms):
            terms[record.run] = record
        elif isinstance(record, Outcome):
            responses[record.decision] = max(record.response, responses.get(record.decision, Response.SHOWN))
        elif isinstance(record, Decision) and since <= record.at < until:
            found.append((number, record))
    return pa.Table.from_pylist(
        [_row(number, decision, terms[decision.run], responses.get(number)) for number, decision in found], ROWS
    )


def records(folder: Path) -> Iterator[tuple[int, Record]]:
    """Every record of the log with its place, segment by segment."""
    for segment in segments(folder):
        for offset, content in whole_records(path_of(folder, segment).read_bytes()):
            yield place(segment, offset), decoded(content)


def _row(number: int, decision: Decision, terms: Terms, response: Response | None) -> dict[str, object]:
    segment, offset = split(number)
    chosen = decision.candidates[0]
    action = {} if chosen.action == NOTHING else terms.actions[chosen.action]
    tried = [each for each in decision.candidates if each.chance > 0]
    return {
        "id": f"{segment}-{offset}",
        "customer_id": decision.customer,
        "at": decision.at,
        "run_id": decision.run,
        "action": action.get("code"),
        "cost": action.get("cost", 0),
        "score": chosen.score,
        "propensity": chosen.chance,
        "explored": decision.explored,
        "outcome": response.name.lower() if response else None,
        "actions": [None if each.action == NOTHING else terms.actions[each.action]["code"] for each in tried],
        "chances": [each.chance for each in tried],
    }
