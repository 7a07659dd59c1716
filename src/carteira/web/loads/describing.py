"""What a file that was sent looks like, and what its columns could be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from carteira.messages import say
from carteira.warehouse import files
from carteira.warehouse.facts import FACTS, FactTable
from carteira.warehouse.files import FileFormat
from carteira.warehouse.files.format import AMBIGUOUS
from carteira.warehouse.files.sources import text_batches
from carteira.web.loads.columns import COLUMNS
from carteira.web.loads.words import DATE_ORDERS, DECIMALS, ENCODINGS, KINDS, REASONS, SEPARATORS, TABLES

EXAMPLES = 3
SAMPLED = 200


@dataclass(frozen=True)
class ColumnChoice:
    """One column of the canonical table: what the file calls it ("" for nothing), why that was guessed, and examples of
    its values. `fixed`: the file's column has the very name, so it is always read."""

    name: str
    label: str | Promise
    required: bool
    chosen: str
    reason: str | Promise
    examples: str
    fixed: bool


@dataclass(frozen=True)
class Doubt:
    """A question that the file does not answer: its form field, its words and the answers."""

    name: str
    question: str
    evidence: str
    options: Sequence[tuple[str, str | Promise]]
    chosen: str


def likely_table(header: Sequence[str]) -> str:
    """The table whose required columns the header has and of which it has most columns; customers where none fits."""
    best, most = "customers", 0
    for name in TABLES:
        table = FACTS[name]
        columns = files.Mapping.suggest(table, header).columns
        if all(column.file_name in columns for column in table.required) and len(columns) > most:
            best, most = name, len(columns)
    return best


def column_choices(
    table: FactTable,
    header: Sequence[str],
    chosen: Mapping[str, str],
    reasons: Mapping[str, str],
    examples: Mapping[str, str],
) -> list[ColumnChoice]:
    """A row of the mapping for every column of the table: those that are needed first, then those that the file has."""
    exact = {name for name, reason in files.Mapping.suggest(table, header).reasons.items() if reason == "exact"}
    found = [
        ColumnChoice(
            name := column.file_name,
            COLUMNS.get(name, name),
            column.required,
            picked := chosen.get(name, ""),
            REASONS.get(reasons.get(name, ""), "") if picked else "",
            examples.get(picked, ""),
            fixed=name in exact and chosen.get(name) == name,
        )
        for column in table.columns
    ]
    return sorted(found, key=lambda choice: (not choice.required, not choice.chosen))


def examples_of(path: Path, file_format: FileFormat) -> dict[str, str]:
    """A few different values of each column of the file, as it has them."""
    for batch in islice(text_batches(path, file_format, SAMPLED), 1):
        return {
            name: _few(batch.columns[place].slice(0, SAMPLED).to_pylist())
            for place, name in enumerate(file_format.header)
            if name
        }
    return {}


def _few(values: Iterable[str | None]) -> str:
    different = islice(dict.fromkeys(value for value in values if value), EXAMPLES)
    return " · ".join(value if len(value) <= 24 else value[:23] + "…" for value in different)


def format_words(file_format: FileFormat) -> str:
    """How the file is written, without the evidence: "Latin-1, separated by semicolons, decimal comma"."""
    separator = file_format.separator
    parts = [KINDS.get(file_format.kind, file_format.kind)]
    if file_format.encoding:
        parts.append(ENCODINGS.get(file_format.encoding, file_format.encoding))
    if separator:
        parts.append(_("separated by %(separator)s") % {"separator": SEPARATORS.get(separator, separator)})
    if file_format.sheet:
        parts.append(_("sheet %(sheet)s") % {"sheet": file_format.sheet})
    if file_format.decimal in DECIMALS and any(each.code == "decimal_seen" for each in file_format.evidence):
        parts.append(DECIMALS[file_format.decimal])
    if file_format.date_order in DATE_ORDERS:
        parts.append(_("dates as %(order)s") % {"order": DATE_ORDERS[str(file_format.date_order)]})
    return ", ".join(str(part) for part in parts)


def evidence_words(file_format: FileFormat) -> list[str]:
    """What each conclusion rests on; what is in doubt is asked elsewhere."""
    sure = [each for each in file_format.evidence if not each.code.endswith(("_ambiguous", "_mixed"))]
    return [say(each.code, _in_words(each.arguments)) for each in sure]


def _in_words(arguments: Mapping[str, object]) -> dict[str, object]:
    names = {"encoding": ENCODINGS, "verdict": DATE_ORDERS}
    return {name: names.get(name, {}).get(str(value), value) for name, value in arguments.items()}


def doubts(file_format: FileFormat, formats: Mapping[str, str], asked_for: str = "") -> list[Doubt]:
    """What the file leaves open; what `asked_for` names is asked in any case. `formats` holds answers given before."""
    asked = {
        "date_order": (
            _("Which comes first in the dates, the day or the month?"),
            {k: DATE_ORDERS[k] for k in ("dmy", "mdy")},
        ),
        "decimal": (_("What separates the decimals of numbers?"), DECIMALS),
    }
    found = []
    for name, (question, options) in asked.items():
        if name == asked_for or getattr(file_format, name) == AMBIGUOUS:
            evidence = next(
                (say(e.code, e.arguments) for e in file_format.evidence if e.code.startswith(f"{name}_")), ""
            )
            found.append(Doubt(name, question, evidence, list(options.items()), formats.get(name, "")))
    return found
