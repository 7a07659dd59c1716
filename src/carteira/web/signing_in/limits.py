"""How often one may try: few times per account and address, and more slowly per account from all addresses together.

The address from which somebody signed in before is counted by itself, so nobody can lock them out from elsewhere.
The counts are in the cache that all processes share.
"""

import hashlib

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

from carteira.accounts.queries import person_of

RATES = {
    "pair": "8/10m/key",
    "address": "40/10m/key",
    "account": "40/1h/key",
    "reset_address": "10/1h/key",
    "reset_account": "3/1h/key",
}
"""How many attempts in which time."""
KNOWN_SECONDS = 90 * 24 * 3600
"""How long an address stays known to an account."""
TOLD_SECONDS = 600
"""A refusal is told to the audit trail once in this time."""


class Attempt:
    """One attempt to sign in. `allowed` says whether it may go on; it counts unless it succeeds."""

    def __init__(self, request: HttpRequest, login: str) -> None:
        self._request = request
        account, address = account_key(login), address_of(request)
        self._pair = _digest(f"{account}@{address}")
        self._used: list[ratelimit.RateLimitUsage] = []
        self.allowed = self._count("pair", self._pair) and (
            cache.get(f"known:{self._pair}") is not None
            or (self._count("address", address) and self._count("account", account))
        )

    def succeeded(self) -> None:
        """Gives back what was counted, and remembers the address."""
        for usage in self._used:
            usage.rollback()
        cache.set(f"known:{self._pair}", 1, KNOWN_SECONDS)

    def first_refusal(self) -> bool:
        """Whether this refusal is the first of its account and address for a while."""
        return cache.add(f"told:{self._pair}", 1, TOLD_SECONDS)

    def _count(self, name: str, key: str) -> bool:
        usage = _consume(self._request, name, key)
        if usage is not None:
            self._used.append(usage)
        return usage is not None


def may_ask(request: HttpRequest, name: str, key: str) -> bool:
    """Counts one request under a name of RATES. Says whether it is within the rate."""
    return _consume(request, name, key) is not None


def account_key(login: str) -> str:
    """The account that a name or e-mail means; one that there is not counts like any other."""
    user = person_of(login)
    return f"user:{user.pk}" if user else f"name:{login.casefold()}"


def address_of(request: HttpRequest) -> str:
    """Where the request comes from; of IPv6 the network."""
    return ratelimit.truncate_ip(get_adapter().get_client_ip(request))


def _consume(request: HttpRequest, name: str, key: str) -> ratelimit.RateLimitUsage | None:
    return ratelimit.consume(request, app="carteira", action=name, config=RATES, key=key)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
