"""A request that is sent twice with one `Idempotency-Key` works once: the first answer is kept, and given again.

The answer commits together with the effect, so a process that is killed leaves both or neither. Where the effect lies
outside the operational database (SEPARATELY), the key is held while it works; whoever comes after a killed holder does
the work anew, which the operation must then recognise (see `repetition`).
"""

import hashlib
import json
import re
import secrets
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from carteira.api.authentication import MULTIPART, Guard
from carteira.api.models import KeptAnswer
from carteira.api.problems import answer as problem
from carteira.api.receiving import discard_uploads, path_of
from carteira.errors import CarteiraError

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT_FOR = timedelta(hours=24)
HOLD = timedelta(minutes=5)
"""How long a key stays with a process that may have died."""
KEY = re.compile(r"[\x21-\x7e]{1,255}")
HEADERS = ("Content-Type", "Location", "ETag", "Link")
NOT_KEPT = frozenset({400, 401, 403, 413, 415, 422, 428, 429, 503})
"""Answers that say that no work was begun: the same key may come again with a better request."""

Run = Callable[..., HttpResponse]


class Keeping(Enum):
    """How the answers of an operation are kept: committed with the effect, after an effect elsewhere, by the operation
    itself, or not at all where nothing is changed: there the key only stands for one request."""

    TOGETHER = "together"
    SEPARATELY = "separately"
    BY_ITSELF = "by itself"
    NOT = "not"


@dataclass(frozen=True)
class Claim:
    """What a caller wants to do once."""

    caller: str
    key: str
    request: str

    def find(self) -> KeptAnswer | None:
        """What is kept of it. Raises `key_for_another_request`."""
        found = KeptAnswer.objects.filter(caller=self.caller, key=self.key).first()
        if found is not None and found.request != self.request:
            raise CarteiraError("key_for_another_request")
        return found

    def make(self, **held: Any) -> KeptAnswer | None:
        """The key, now the caller's; None where somebody else made it meanwhile."""
        try:
            with transaction.atomic():
                return KeptAnswer.objects.create(caller=self.caller, key=self.key, request=self.request, **held)
        except IntegrityError:
            return None


def kept(guard: Guard, keeping: Keeping) -> Callable[[Run], Run]:
    """Makes an operation work once for each key that its callers send; without a key it works each time."""

    def decorate(run: Run) -> Run:
        @wraps(run)
        def once(request: HttpRequest, **values: Any) -> HttpResponse:
            key = request.headers.get(HEADER)
            try:
                if key is None:
                    response = run(request, **values)
                else:
                    response = KEEPERS[keeping](_claim(guard, request, key), lambda: run(request, **values))
            except Exception as error:
                response = problem(request, error)
            if response.status_code >= HTTPStatus.BAD_REQUEST or REPLAYED in response.headers:
                discard_uploads(request)
            return response

        return once

    return decorate


def keep_without(response: HttpResponse, name: str) -> None:
    """Makes what is kept of the answer hold null in place of a secret: a repeated request does not get it again."""
    response.secret = name  # type: ignore[attr-defined]


def repetition(request: HttpRequest, caller: str) -> str:
    """A text that is the same whenever the caller repeats the request with its key; without a key, never."""
    key = request.headers.get(HEADER)
    return _digest(caller, key) if key else secrets.token_hex(16)


def digests(caller: str, key: str, asked: str) -> tuple[bytes, bytes]:
    """(key, request) as 16 bytes each, for an operation that keeps its answers itself. Raises `bad_idempotency_key`."""
    if not KEY.fullmatch(key):
        raise CarteiraError("bad_idempotency_key")
    return bytes.fromhex(_digest(caller, key))[:16], bytes.fromhex(_digest(caller, asked))[:16]


def forget_old_answers() -> int:
    """Removes what was kept for longer than KEPT_FOR. Gives how many answers."""
    return KeptAnswer.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _claim(guard: Guard, request: HttpRequest, key: str) -> Claim:
    caller = guard(request).name
    if not KEY.fullmatch(key):
        raise CarteiraError("bad_idempotency_key")
    return Claim(caller, _digest(caller, key), _asked(request))


def _together(claim: Claim, act: Callable[[], HttpResponse]) -> HttpResponse:
    found = claim.find()
    if found is None:
        with transaction.atomic():
            made = claim.make()
            if made is not None:
                return _first(made, act)
        found = claim.find()
    return _again(found)


def _first(made: KeptAnswer, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Does the work in the transaction that made the key."""
    with transaction.atomic():
        response = act()
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            transaction.set_rollback(True)
    if _worth_keeping(response):
        KeptAnswer.objects.filter(pk=made.pk).update(**_content(response))
    else:
        transaction.set_rollback(True)
    return response


def _separately(claim: Claim, act: Callable[[], HttpResponse]) -> HttpResponse:
    until = timezone.now() + HOLD
    found = claim.find()
    if found is None:
        found = claim.make(working_until=until) or claim.find()
    if found is None or found.status is not None:
        return _again(found)
    if found.working_until != until and not _taken_over(found, until):
        raise CarteiraError("request_at_work", hint="wait_and_try_again")
    mine = KeptAnswer.objects.filter(pk=found.pk, working_until=until)
    response = act()
    if _worth_keeping(response):
        mine.update(**_content(response))
    else:
        mine.delete()
    return response


def _taken_over(found: KeptAnswer, until: datetime) -> bool:
    """Whether the key is now the caller's, since who held it must have died."""
    dead = KeptAnswer.objects.filter(pk=found.pk, status=None, working_until__lt=timezone.now())
    return bool(dead.update(working_until=until))


def _reading(claim: Claim, act: Callable[[], HttpResponse]) -> HttpResponse:
    if claim.find() is None:
        claim.make(status=HTTPStatus.OK)
        claim.find()
    return act()


KEEPERS: Mapping[Keeping, Callable[[Claim, Callable[[], HttpResponse]], HttpResponse]] = {
    Keeping.TOGETHER: _together,
    Keeping.SEPARATELY: _separately,
    Keeping.BY_ITSELF: lambda _, act: act(),
    Keeping.NOT: _reading,
}


def _again(found: KeptAnswer | None) -> HttpResponse:
    """The kept answer. Raises `request_at_work` where there is none yet, or the first request was given up."""
    if found is None or found.status is None:
        raise CarteiraError("request_at_work", hint="wait_and_try_again")
    response = HttpResponse(zlib.decompress(found.body), status=found.status, headers=found.headers)
    response.headers[REPLAYED] = "true"
    return response


def _worth_keeping(response: HttpResponse) -> bool:
    return response.status_code not in NOT_KEPT and "Retry-After" not in response.headers


def _content(response: HttpResponse) -> dict[str, Any]:
    headers = {name: response.headers[name] for name in HEADERS if name in response.headers}
    body = response.content
    if secret := getattr(response, "secret", ""):
        body = json.dumps({**json.loads(body), secret: None}).encode()
    return {
        "status": response.status_code,
        "headers": headers,
        "body": zlib.compress(body),
        "working_until": None,
    }


def _asked(request: HttpRequest) -> str:
    """A digest of everything that the request asks for; keyed, so that it does not give away a password."""
    parts = [str(request.method), request.get_full_path()]
    if request.content_type == MULTIPART:
        parts += [f"{name}={value}" for name, values in sorted(request.POST.lists()) for value in values]
        parts += [f"{name}={_file_digest(file)}" for name, file in sorted(request.FILES.items())]
    else:
        parts.append(hashlib.sha256(request.body).hexdigest())
    return _digest(*parts)


def _file_digest(file: Any) -> str:
    with open(path_of(file), "rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _digest(*parts: str) -> str:
    return salted_hmac("carteira.api.idempotency", "\0".join(parts), algorithm="sha256").hexdigest()
