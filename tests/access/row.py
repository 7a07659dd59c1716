"""A row of the matrix: one call of one endpoint, who may make it, and what then shows and changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from tests.access.rights import Mark
from tests.access.world import NOBODY, TOKEN, World

Given = Callable[[World, str], Mapping[str, Any]]


@dataclass(frozen=True)
class Row:
    """`route` is as the table of addresses has it, `path` the address of a sample call.

    `path`, `query`, `form` and `json` may name in braces what is in the world, such as {customers[aurora]}, and what
    `given` prepares for the person who calls. `may` is a line of rights.WHO; those who may see the marks in `shows`, as
    far as each may see them, and change exactly the tables and folders in `changes`. `note` tells rows of one endpoint
    apart.
    """

    method: str
    route: str
    may: str
    path: str
    shows: frozenset[Mark] = frozenset()
    changes: frozenset[str] = frozenset()
    form: Mapping[str, Any] | None = None
    json: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    given: Given | None = None
    note: str = ""

    @property
    def endpoint(self) -> tuple[str, str]:
        return self.method, self.route

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.note}".strip()

    def call(self, world: World, name: str, given: Mapping[str, Any]) -> Any:
        """The answer to this person."""
        names = {"customers": world.customers, "users": world.users, "numbers": world.numbers, **given}
        headers = {key: text.format(**names) for key, text in self.headers.items()}
        client = client_of(world, name, self.route)
        content: dict[str, Any] = {}
        if self.json is not None:
            content = {"data": filled(self.json, names), "content_type": "application/json"}
        elif self.form is not None:
            content = {"data": filled(self.form, names)}
        return getattr(client, self.method.lower())(self.path.format(**names), headers=headers, **content)


def client_of(world: World, name: str, route: str) -> Client:
    """Of somebody who signed in a browser; of TOKEN a program with a key that has no scope."""
    if name == TOKEN:
        return world.client(
            NOBODY, headers={"Authorization": f"Bearer {world.keys[TOKEN]}"}, raise_request_exception=False
        )
    return world.client(name, raise_request_exception=False)


def filled(value: Any, names: Mapping[str, Any]) -> Any:
    """The value with every name in braces replaced; a text that is nothing but a name becomes what it names."""
    if isinstance(value, str):
        if value.startswith("{=") and value.endswith("}"):
            found: Any = names
            for part in value[2:-1].split("."):
                found = found[part] if isinstance(found, Mapping) else getattr(found, part)
            return found
        return value.format(**names) if "{" in value else value
    if isinstance(value, Mapping):
        return {key: filled(each, names) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [filled(each, names) for each in value]
    return value


def marks(kinds: str, whose: str = "aurora boreal central") -> frozenset[Mark]:
    """Every pair of the kinds and whose."""
    return frozenset((kind, who) for kind in kinds.split() for who in whose.split())


NAMES = marks("name", "aurora boreal central north west")
EVERYTHING = marks("name tax_id contact margin story")
"""Of the three customers by hand."""
VIEWS = marks("view", "secret south everybody")
EVERYBODYS_EMAIL = marks("person", "alice bob charlie dora eva root nina mara ines")


def makes(*names: str) -> frozenset[str]:
    """Tables and folders that a call changes."""
    return frozenset(names)
