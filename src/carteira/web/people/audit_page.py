"""The audit trail: filtered, in words, and whether it is whole."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from carteira.accounts import audit, queries
from carteira.messages import say
from carteira.web.people import sections
from carteira.web.people.audit_words import Names, action_said, actor_said, details_said

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from carteira.accounts.models import AuditEntry

SHOWN = 100


@dataclass(frozen=True)
class Wanted:
    """What of the trail is wanted. `since` and `until` are days, both included, in the reader's time zone."""

    actor: int | None = None
    action: str = ""
    since: date | None = None
    until: date | None = None

    def entries(self) -> "QuerySet[AuditEntry]":
        """Those entries, the newest first."""
        after = self.until + timedelta(days=1) if self.until else None
        return queries.audit_entries(self.actor, self.action, _midnight(self.since), _midnight(after))


def page(request: HttpRequest) -> HttpResponse:
    """A page of the entries that are wanted."""
    wanted = wanted_of(request.GET)
    found = wanted.entries()
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    entries = list(found[: SHOWN + 1])
    names = Names()
    kept = request.GET.copy()
    kept.pop("before", None)
    context = {
        **sections.context(request, "audit"),
        "entries": [(e, actor_said(e), action_said(e.action), details_said(e, names)) for e in entries[:SHOWN]],
        "older": entries[SHOWN - 1].pk if len(entries) > SHOWN else None,
        "wanted": wanted,
        "kept": kept.urlencode(),
        "people": [(user.pk, user.get_username()) for user in queries.users()],
        "actions": sorted((action_said(code), code) for code in queries.audit_actions()),
    }
    return render(request, "web/people/audit.html", context)


def verdict(request: HttpRequest) -> HttpResponse:
    """Whether every seal of the trail is right."""
    found = audit.verify()
    arguments = {"entries": found.entries, "first_bad": found.first_bad}
    context = {"whole": found.ok, "sentence": say(found.reason, arguments)}
    return render(request, "web/people/audit_verdict.html", context)


def wanted_of(given: QueryDict) -> Wanted:
    """What the address asks for; what cannot be read is not asked for."""
    actor = given.get("person", "")
    return Wanted(
        actor=int(actor) if actor.isdecimal() and len(actor) < 19 else None,
        action=given.get("action", "")[:60].replace("\0", ""),
        since=_day(given.get("since", "")),
        until=_day(given.get("until", "")),
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 < day.year < 3000 else None


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
