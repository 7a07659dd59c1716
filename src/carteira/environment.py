"""The environment variables that Carteira reads, each declared once: what differs between installations."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Variable:
    """An environment variable: what holds where it is not set, and its meaning in one sentence."""

    default: str
    meaning: str


VARIABLES: dict[str, Variable] = {
    "CARTEIRA_HOME": Variable("carteira-home", "the book's folder; a relative one starts at the current folder"),
    "CARTEIRA_DATABASE_URL": Variable(
        "",
        "the operational database as `postgresql://user:password@host:port/name` (or `?host=/folder/of/socket`);"
        " empty: SQLite, in the book's folder",
    ),
    "CARTEIRA_SECRET_KEY": Variable("", "the key that signs sessions; empty: the random one in the book's folder"),
    "CARTEIRA_HOSTS": Variable(
        "localhost,127.0.0.1,[::1]",
        "the names under which browsers reach the pages, separated by commas; a request to another name is refused",
    ),
    "CARTEIRA_HTTPS": Variable(
        "", "`1` where a proxy in front speaks HTTPS: cookies then go over HTTPS alone, and browsers are told to stay"
    ),
    "CARTEIRA_DEBUG": Variable("", "anything: an error inside the program is shown with its place in the code"),
}


def value(name: str) -> str:
    """What the variable holds, or its default."""
    return os.environ.get(name, VARIABLES[name].default)
