"""The fixed cast of the tests: Alice owns the account, Bob is on her team, Charlie must see nothing of it, Dora manages
the teams, Eva audits, Root administers, and Nina has no role."""

from carteira.accounts.actions import people, teams
from carteira.accounts.models import User
from carteira.book.book import Book
from carteira.book.owners import follow_published_owners
from tests.at_rest import load_texts

PASSWORD = "correct horse battery"
CAST: dict[str, tuple[list[str], list[str], str]] = {
    "alice": (["seller"], ["South"], "Alice Prado"),
    "bob": (["seller"], ["South"], "Bob Reis"),
    "charlie": (["seller"], ["North"], "Charlie Luz"),
    "dora": (["sales_manager"], ["Sales"], ""),
    "eva": (["auditor"], [], ""),
    "root": (["administrator"], [], ""),
    "nina": ([], [], ""),
}
"""Roles, teams, and the name in the files."""


def make_cast() -> dict[str, User]:
    """Everybody by name. The teams South and North stand below Sales."""
    teams.add_team("Sales")
    teams.add_team("South", "Sales")
    teams.add_team("North", "Sales")
    return {
        name: people.add_user(name, None, roles=roles, teams=names, employee=employee)
        for name, (roles, names, employee) in CAST.items()
    }


def run_with_cast(book: Book, **texts: str) -> None:
    """Loads texts of CSV files by table, runs the book, and makes the cast, who get the customers that they name."""
    load_texts(book, **texts)
    book.run()
    make_cast()
    follow_published_owners()


def everybody() -> dict[str, User]:
    """The cast by name, as they now are."""
    return {user.username: user for user in User.objects.filter(username__in=CAST)}


def administrator(name: str = "root", password: str | None = None) -> User:
    """A person who may do everything."""
    return people.add_user(name, password, roles=["administrator"])
