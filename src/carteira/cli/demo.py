"""The demo: a simulated company in a book of its own, loaded, run and served."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from carteira.book.book import Book
from carteira.book.home import Home
from carteira.book.opening import create_book
from carteira.cli.opened import home_path, the_book
from carteira.cli.output import AsJson, console, emit, shown_progress
from carteira.cli.servers import HOST, serve_book

if TYPE_CHECKING:
    from carteira.demo.simulation import Company


def add_to(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo(
    customers: Annotated[int, typer.Option(help="How many customers, 1,000 to 10,000,000.")] = 5000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same company.")] = 1,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Stop before serving.")] = False,
    port: Annotated[int, typer.Option(help="The port to serve on.")] = 8000,
    as_json: AsJson = False,
) -> None:
    """Simulate a company, load it into a new book, run the book and serve it. Everything offline."""
    from carteira.demo.simulation import simulate

    home = home_path()
    folder = home.with_name(home.name + "-demo")
    if Home(home).exists and folder.exists() and not no_serve:
        _serve_again(port)
        return
    book = create_book(home)
    with shown_progress(as_json) as progress:
        company = simulate(folder, customers=customers, seed=seed, progress=progress)
    _load(book, company, as_json)
    with shown_progress(as_json) as progress:
        done = book.run(as_of=company.as_of, progress=progress)
    login = _login()
    data = {
        "home": str(home), "sources": str(folder / "sources"), "truth": str(folder / "truth"), "run_id": done.id,
        "as_of": done.as_of, "customers": book.count("customer_card"), "user": login[0], "password": login[1],
    }  # fmt: skip
    emit(as_json, data, lambda: console.print(f"{data['customers']:,} customers as of {done.as_of}, in {home}."))
    if not no_serve:
        serve_book(HOST, port, login)
    elif not as_json:
        console.print(f"Sign in as {login[0]} with the password {login[1]} after: carteira serve", markup=False)


def _load(book: Book, company: "Company", as_json: bool) -> None:
    for table, path, source in company.files:
        with shown_progress(as_json) as progress:
            report = book.load(table, Path(path), source, progress=progress)
        if not as_json:
            console.print(f"  {source}: {report.accepted:,} of {report.lines:,} lines into {table}")


def _serve_again(port: int) -> None:
    """Serves the demo that is already there, with a new password, since the first was printed once."""
    from carteira.accounts.actions import FIRST_USER, change_password

    book = the_book()
    password = secrets.token_urlsafe(12)
    console.print(
        f"The demo in {book.home.path} is there already; for another one, name another folder in CARTEIRA_HOME."
    )
    serve_book(HOST, port, (change_password(FIRST_USER, password).username, password))


def _login() -> tuple[str, str]:
    from carteira.accounts.actions import first_user

    login = first_user()
    assert login is not None, "a new book has no people"
    return login
