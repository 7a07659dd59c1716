"""The demo: a simulated company in a book of its own, loaded, run and served."""

import secrets
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from carteira.book.book import Book
from carteira.book.home import Home
from carteira.book.opening import create_book
from carteira.cli.opened import home_path, the_book
from carteira.cli.output import AsJson, console, emit, shown_progress
from carteira.cli.servers import HOST, announcement, serve_book

if TYPE_CHECKING:
    from carteira.demo.simulation import Company


def add_to(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo(
    customers: Annotated[int, typer.Option(metavar="NUMBER", help="How many customers, 1,000 to 10,000,000.")] = 5000,
    seed: Annotated[int, typer.Option(metavar="NUMBER", help="The same seed makes the same company.")] = 1,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Stop before serving.")] = False,
    port: Annotated[int, typer.Option(metavar="NUMBER", help="The port to serve on.")] = 8000,
    as_json: AsJson = False,
) -> None:
    """Simulate a company in a new book and serve it.

    It is made, loaded and run on this machine, offline. A second call serves it again.
    """
    from carteira.book.production import check_demo_allowed, mark_as_demo
    from carteira.demo.library import make_library
    from carteira.demo.simulation import simulate

    check_demo_allowed()
    home = home_path()
    folder = home.with_name(home.name + "-demo")
    if Home(home).exists and folder.exists() and not no_serve:
        _serve_again(port, as_json)
        return
    book = create_book(home)
    mark_as_demo()
    with shown_progress(as_json) as progress:
        company = simulate(folder, customers=customers, seed=seed, progress=progress)
    _load(book, company, as_json)
    login = _login()
    people = _people(book, login[1])
    make_library(customers)
    with shown_progress(as_json) as progress:
        done = book.run(as_of=company.as_of, progress=progress)
    data = {
        "home": str(home), "sources": str(folder / "sources"), "truth": str(folder / "truth"), "run_id": done.id,
        "as_of": done.as_of, "customers": book.count("customer_card"), "people": people,
    }  # fmt: skip
    if not as_json:
        console.print(f"{data['customers']:,} customers as of {done.as_of}, in {home}.", markup=False)
        _print_people(people)
    if not no_serve:
        serve_book(HOST, port, announcement(as_json, login, **data))
        return
    emit(
        as_json,
        {**data, "user": login[0], "password": login[1]},
        lambda: console.print(
            f"Sign in as {login[0]} with the password {login[1]} after: carteira serve", markup=False
        ),
    )


def _load(book: Book, company: "Company", as_json: bool) -> None:
    for table, path, source in company.files:
        with shown_progress(as_json) as progress:
            report = book.load(table, Path(path), source, progress=progress)
        if not as_json:
            console.print(f"  {source}: {report.accepted:,} of {report.lines:,} lines into {table}")


def _serve_again(port: int, as_json: bool) -> None:
    """Serves the demo that is already there, with a new password, since the first was printed once."""
    from carteira.accounts.actions.people import FIRST_USER, change_password

    book = the_book()
    password = secrets.token_urlsafe(12)
    if not as_json:
        console.print(
            f"The demo in {book.home.path} is there already; for another one, name another folder in CARTEIRA_HOME."
        )
    login = (change_password(FIRST_USER, password).username, password)
    people = _people(book, password)
    if not as_json:
        _print_people(people)
    serve_book(HOST, port, announcement(as_json, login, home=str(book.home.path), people=people))


def _people(book: Book, password: str) -> list[dict[str, str]]:
    """One person for each way of working, all with the password; each as user and role."""
    from carteira.demo.cast import make_people

    return [asdict(person) for person in make_people(book.table("employees").to_pylist(), password)]


def _print_people(people: list[dict[str, str]]) -> None:
    names = ", ".join(f"{person['user']} ({person['role'].replace('_', ' ')})" for person in people)
    console.print(f"The password below opens the book for admin, and for {names}.", markup=False)


def _login() -> tuple[str, str]:
    from carteira.accounts.actions.people import first_user

    login = first_user()
    assert login is not None, "a new book has no people"
    return login
