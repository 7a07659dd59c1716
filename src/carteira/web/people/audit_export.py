"""The audit trail as CSV, for a spreadsheet that calculates none of it."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone

from carteira.accounts import audit
from carteira.book.spreadsheet import harmless
from carteira.web.people.audit_page import wanted_of
from carteira.web.people.audit_words import action_said, actor_said

if TYPE_CHECKING:
    from carteira.accounts.models import AuditEntry

COLUMNS = ("id", "at", "actor_id", "actor", "action", "words", "details", "seal")


def export(request: HttpRequest) -> StreamingHttpResponse:
    """The entries that are wanted, the newest first. The export itself is told to the trail."""
    entries = wanted_of(request.GET).entries()
    audit.record(request.user, "audit_exported", rows=entries.count())
    response = StreamingHttpResponse(_lines(entries.iterator(chunk_size=2000)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="audit-trail.csv"'
    return response


class _Line:
    """What the csv module writes to: it hands each line back."""

    def write(self, text: str) -> str:
        return text


def _lines(entries: "Iterable[AuditEntry]") -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(COLUMNS)
    for entry in entries:
        texts = (
            entry.actor,
            entry.action,
            f"{action_said(entry.action)} ({actor_said(entry)})",
            json.dumps(entry.details, ensure_ascii=False, sort_keys=True),
        )
        at = timezone.localtime(entry.at).isoformat()
        yield writer.writerow([entry.pk, at, entry.actor_id or "", *map(harmless, texts), entry.seal])
