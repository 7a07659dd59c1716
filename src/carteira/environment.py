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
    "CARTEIRA_ADDRESS": Variable(
        "",
        "the address of the pages, such as `https://crm.example.com`: links in mails begin with it, its name counts as"
        " one of CARTEIRA_HOSTS, and with `https` CARTEIRA_HTTPS is `1`",
    ),
    "CARTEIRA_PRODUCTION": Variable(
        "", "`1`: serve and worker refuse to start where the installation is not safe for a company"
    ),
    "CARTEIRA_SESSION_HOURS": Variable("168", "hours after which everybody signs in again"),
    "CARTEIRA_IDLE_MINUTES": Variable("480", "minutes without a page after which somebody signs in again"),
    "CARTEIRA_MAIL_URL": Variable(
        "",
        "the server that sends mails, as `smtp://user:password@host:587` (STARTTLS) or `smtps://user:password@host:465`;"
        " empty: no mail is sent",
    ),
    "CARTEIRA_MAIL_FROM": Variable(
        "", "the address that mails come from; empty: `carteira@` and the name of the pages"
    ),
    "CARTEIRA_OIDC_ISSUER": Variable(
        "", "the OpenID Connect provider with which people may sign in, as its issuer's address; empty: none"
    ),
    "CARTEIRA_OIDC_CLIENT_ID": Variable("", "the name of Carteira at that provider"),
    "CARTEIRA_OIDC_SECRET_FILE": Variable("", "the file that holds the client secret which that provider gave"),
    "CARTEIRA_OIDC_NAME": Variable("", "what people call that provider; empty: its host's name"),
    "CARTEIRA_DEBUG": Variable("", "anything: an error inside the program is shown with its place in the code"),
}


def value(name: str) -> str:
    """What the variable holds, or its default."""
    return os.environ.get(name, VARIABLES[name].default)
