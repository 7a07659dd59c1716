"""Who may see and do what: the one table from which the expectations of the matrix follow. Written by hand, from what
the ready-made roles promise, and not read from the program."""

from collections.abc import Iterable

from tests.access.world import MORE, NOBODY, PEOPLE, TOKEN

Mark = tuple[str, str]
"""Something planted in the book: its kind, and whose it is."""

EVERYBODY = (*PEOPLE, NOBODY, TOKEN)
SIGNED_IN = {*PEOPLE}

SEEN_BY = {
    "aurora": {"alice", "bob", "dora", "root", *MORE},
    "central": {"alice", "bob", "dora", "root", *MORE},
    "boreal": {"charlie", "dora", "root", *MORE},
    "north": {"charlie", "dora", "root", *MORE},
    "west": {"root", *MORE},
}
"""Who may know that these customers are there."""
IN_CLEAR = SIGNED_IN - {"mara"}
"""Who sees contact data and tax ids of the customers that they see."""
WITH_MARGINS = {"dora", "root", "mara"}
"""Who may know what a single customer costs and leaves. Eva sees margins of many together only."""
OTHERS: dict[Mark, set[str]] = {
    ("contact", "rejected"): {"root", "ines"},
    ("view", "secret"): {"alice"},
    ("view", "south"): {"alice", "bob", "dora"},
    ("view", "everybody"): SIGNED_IN - {"eva", "nina"},
    ("scenario", "secret"): {"dora"},
    ("scenario", "everybody"): WITH_MARGINS,
}

WHO = {
    "anybody": {*EVERYBODY},
    "signed in": SIGNED_IN,
    "by session or key": {*SIGNED_IN, TOKEN},
    "nobody": set(),
    "read customers": {"alice", "bob", "charlie", "dora", "root", *MORE},
    "read customers or totals": {"alice", "bob", "charlie", "dora", "eva", "root", *MORE},
    "edit Aurora": {"alice", "dora", "root", "ines"},
    "edit Boreal": {"charlie", "dora", "root", "ines"},
    "edit customers": {"alice", "bob", "charlie", "dora", "root", "ines"},
    "decide plans": {"dora", "root"},
    "mass update": {"dora", "root", "ines"},
    "set the target": {"dora", "root"},
    "export": {"dora", "root", *MORE},
    "change shared views": {"alice", "root"},
    "ask for tax ids": {"alice", "bob", "charlie", "dora", "root", "ines"},
    "ask for margins": {"dora", "root", "mara"},
    "read facts": {"root"},
    "see margins": {"dora", "eva", "root", "mara"},
    "read loads": {"eva", "root", *MORE},
    "read rejected lines": {"root", "ines"},
    "create loads": {"root", "ines"},
    "delete loads": {"root", "ines"},
    "read runs": {"alice", "bob", "charlie", "dora", "eva", "root", *MORE},
    "create runs": {"root", *MORE},
    "read people": {"eva", "root"},
    "change people": {"root"},
    "read people or Alice": {"alice", "eva", "root"},
    "change people or Alice": {"alice", "root"},
    "read audit": {"eva", "root"},
    "manage settings": {"root"},
    "decide about Aurora": {"alice", "bob", "dora", "root"},
    "decide about Boreal": {"charlie", "dora", "root"},
    "Root alone": {"root"},
    "Alice alone": {"alice"},
    "Dora alone": {"dora"},
}


def who_may_see(mark: Mark) -> set[str]:
    """The people before whom the mark may stand."""
    kind, whose = mark
    if mark in OTHERS:
        return OTHERS[mark]
    if kind in ("name", "story"):
        return SEEN_BY[whose]
    if kind in ("tax_id", "contact"):
        return SEEN_BY[whose] & IN_CLEAR
    if kind == "margin":
        return SEEN_BY[whose] & WITH_MARGINS
    if kind == "person":
        return {*WHO["read people"], whose, *([TOKEN] if whose == "root" else [])}
    return set()


def allowed(name: str, marks: Iterable[Mark]) -> set[Mark]:
    """Those of the marks that may stand before this person."""
    return {mark for mark in marks if name in who_may_see(mark)}
