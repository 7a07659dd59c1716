"""Who calls, and may they? Every operation has one guard, which is asked before anything of the request is read."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.operation import Operation
from ninja.utils import check_csrf

from carteira.accounts.access import Access, access_of, limit_access
from carteira.accounts.actions.tokens import token_of
from carteira.api.receiving import Upload
from carteira.errors import CarteiraError

SIGNED_IN = "signed_in"
"""The scope that everybody has who is known at all."""
TOTALS = "customers:read|see_aggregates"
"""The scope of who may see customers, or company totals alone."""
JSON, MULTIPART = "application/json", "multipart/form-data"
MAX_JSON_BYTES = 2**20
ATTEMPTS = 20
"""Wrong keys from one address within WINDOW_SECONDS before the door answers 429."""
WINDOW_SECONDS = 60


@dataclass(frozen=True)
class Caller:
    """Who calls. `name` tells callers apart: a token, or a person in a browser; `token` is None there."""

    user: Any
    access: Access
    token: Any = None

    @property
    def name(self) -> str:
        return f"token:{self.token.pk}" if self.token else f"user:{self.user.pk}"


class ApiRequest(HttpRequest):
    """A request that its guard let in."""

    auth: Caller


@dataclass
class Guard:
    """Lets in who is known and has the scope ("kind:action", a permission, or several with | between, one of which is
    enough), with a request of the right form: content type, size, names in the query string."""

    scope: str
    max_bytes: int = MAX_JSON_BYTES
    free_names: bool = False
    names: frozenset[str] = frozenset()
    content_type: str = field(default="", init=False)

    def learn(self, operation: Operation) -> None:
        """Takes over what the operation reads."""
        for model in operation.models:
            place = model.__ninja_param_source__
            if place == "query":
                self.names |= frozenset(model.__ninja_flatten_map__)  # type: ignore[attr-defined]
            elif place == "body":
                self.content_type = JSON
            elif place in ("file", "form"):
                self.content_type = MULTIPART

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller. Raises `sign_in_first`, `bad_key`, `too_many_attempts`, `forbidden`, `not_allowed`, and what
        `check_form` raises."""
        known: Caller | None = getattr(request, "auth", None)
        if known is None:
            known = caller_of(request, self.content_type == MULTIPART)
            check_scope(known.access, self.scope)
            self.check_form(request)
            request.auth = known  # type: ignore[attr-defined]
        return known

    def check_form(self, request: HttpRequest) -> None:
        """Raises `unknown_parameter`, `parameter_repeated`, `wrong_content_type` or `body_too_large`."""
        for name, values in request.GET.lists():
            if not self.free_names and name not in self.names:
                raise CarteiraError("unknown_parameter", name=name, known=", ".join(sorted(self.names)) or "-")
            if len(values) > 1:
                raise CarteiraError("parameter_repeated", name=name)
        if not self.content_type:
            return
        length = request.headers.get("Content-Length", "")
        sent = int(length) if length.isdecimal() else 0
        if sent and request.content_type != self.content_type:
            raise CarteiraError("wrong_content_type", wanted=self.content_type)
        if sent > (settings.MAX_UPLOAD_BYTES if self.content_type == MULTIPART else self.max_bytes):
            raise CarteiraError("body_too_large")


def caller_of(request: HttpRequest, with_files: bool) -> Caller:
    """The caller by the key in `Authorization`, else by the session of a browser. `with_files`: the body may bring one,
    which then goes straight into the book's folder of uploads."""
    header = request.headers.get("Authorization")
    if with_files:
        request.upload_handlers = [Upload(request)]
    if header is not None:
        return _by_key(request, header)
    if not request.user.is_authenticated:
        raise CarteiraError("sign_in_first", hint="send_a_key")
    if check_csrf(request) is not None:
        raise CarteiraError("forbidden", hint="send_the_csrf_token")
    return Caller(request.user, access_of(request.user))


def check_scope(access: Access, scope: str) -> None:
    """Raises `not_allowed` where the access has none of the scopes."""
    if scope != SIGNED_IN and not any(_has(access, each) for each in scope.split("|")):
        raise CarteiraError("not_allowed", hint="ask_your_administrator")


def _has(access: Access, scope: str) -> bool:
    kind, _, action = scope.partition(":")
    return access.can(kind, action) if action else access.may(scope)


def _by_key(request: HttpRequest, header: str) -> Caller:
    scheme, _, key = header.partition(" ")
    token = token_of(key.strip()) if scheme.lower() == "bearer" else None
    if token is not None:
        return Caller(token.user, limit_access(token.user, token.scopes), token)
    _count_attempt(request)
    raise CarteiraError("bad_key", hint="send_a_key")


def _count_attempt(request: HttpRequest) -> None:
    """Raises `too_many_attempts` where the address sent too many wrong keys. Right ones are never kept waiting, so
    nobody can lock others out from an address that they share."""
    counter = f"api-attempts-{request.META.get('REMOTE_ADDR', '')}"
    if cache.get(counter, 0) >= ATTEMPTS:
        raise CarteiraError("too_many_attempts", hint="wait_and_try_again", seconds=WINDOW_SECONDS)
    cache.add(counter, 0, WINDOW_SECONDS)
    try:
        cache.incr(counter)
    except ValueError:  # it ran out between the two
        cache.set(counter, 1, WINDOW_SECONDS)
