"""Whether the installation is safe for a company: what `CARTEIRA_PRODUCTION=1` asks for before anything is served."""

from collections.abc import Callable, Iterator

from django.conf import settings

from carteira.accounts.actions.people import has_administrator
from carteira.book.home import Home
from carteira.book.models import Setting
from carteira.environment import value
from carteira.errors import CarteiraError

SHORTEST_KEY = 32
FEWEST_CHARACTERS = 12
"""Different characters of a random key; one that somebody thought of has fewer."""
KNOWN = ("insecure", "secret", "change", "default", "example", "password", "carteira")
"""Words of keys that stand in examples."""
DEMO = "made_by_demo"


def mark_as_demo() -> None:
    """Notes in the open book that a demo made it."""
    Setting.objects.update_or_create(key=DEMO, defaults={"value": True})


def check_demo_allowed() -> None:
    """Raises `no_demo_in_production` where the installation is meant for a company."""
    if settings.PRODUCTION:
        raise CarteiraError("no_demo_in_production", hint="unset_production")


def weaknesses(home: Home) -> list[CarteiraError]:
    """What makes the installation unsafe; nothing where it is not meant for a company."""
    if not settings.PRODUCTION:
        return []
    checks: tuple[Callable[[Home], Iterator[CarteiraError]], ...] = (_key, _debug, _https, _hosts, _demo, _people)
    return [found for check in checks for found in check(home)]


def _key(home: Home) -> Iterator[CarteiraError]:
    key = settings.SECRET_KEY
    known = any(word in key.casefold() for word in KNOWN)
    if known or len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS:
        yield CarteiraError("weak_secret_key", hint="set_a_secret_key")


def _debug(home: Home) -> Iterator[CarteiraError]:
    if settings.DEBUG or value("CARTEIRA_DEBUG"):
        yield CarteiraError("debug_is_on", hint="unset_debug")


def _https(home: Home) -> Iterator[CarteiraError]:
    if not settings.SITE_ADDRESS.startswith("https://"):
        yield CarteiraError("no_https", hint="set_the_address")


def _hosts(home: Home) -> Iterator[CarteiraError]:
    if any(host.startswith(("*", ".")) and len(host) < 3 for host in settings.ALLOWED_HOSTS):
        yield CarteiraError("any_host", hint="name_the_hosts")


def _demo(home: Home) -> Iterator[CarteiraError]:
    beside = home.path.with_name(f"{home.path.name}-demo") / "truth"
    if beside.exists() or Setting.objects.filter(key=DEMO).exists():
        yield CarteiraError("demo_book", hint="make_your_own_book")


def _people(home: Home) -> Iterator[CarteiraError]:
    if not has_administrator():
        yield CarteiraError("no_administrator", hint="add_an_administrator")
