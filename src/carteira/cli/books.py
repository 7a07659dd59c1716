"""Commands on the book as a whole: init, set, run."""

import time
from typing import Annotated

import typer

from carteira.book.opening import create_book
from carteira.cli.opened import home_path, the_book
from carteira.cli.output import AsJson, console, emit, shown_progress
from carteira.cli.values import a_date


def add_to(app: typer.Typer) -> None:
    app.command("init")(init)
    app.command("set")(set_)
    app.command("run")(run)


def init(
    currency: Annotated[str, typer.Option(help="The book's one currency.")] = "BRL",
    time_zone: Annotated[str, typer.Option(help="The time zone of its days.")] = "America/Sao_Paulo",
    country: Annotated[str, typer.Option(help="The country of phones, tax ids and addresses without one.")] = "BR",
    as_json: AsJson = False,
) -> None:
    """Make a new book in the folder CARTEIRA_HOME (default ./carteira-home)."""
    book = create_book(home_path(), currency=currency, time_zone=time_zone, country=country)
    settings = book.settings()
    emit(
        as_json,
        {"home": str(book.home.path), "settings": settings},
        lambda: console.print(f"A new book in {book.home.path}. Next: carteira load customers FILE --source NAME"),
    )


def set_(key: str, value: str, as_json: AsJson = False) -> None:
    """Change a setting of the book; it counts from the next run. `carteira show settings` lists them."""
    new = the_book().set(key, value)
    emit(
        as_json, {"key": key, "value": new}, lambda: console.print(f"{key} is now {new}. It counts from the next run.")
    )


def run(
    as_of: Annotated[str | None, typer.Option(help="Day, YYYY-MM-DD; default: the day after the newest fact.")] = None,
    window: Annotated[str, typer.Option(help="12m, year or all.")] = "12m",
    only: Annotated[str, typer.Option(help="Parts to compute, separated by commas; the others stay.")] = "",
    engine: Annotated[str, typer.Option(help="duckdb.")] = "duckdb",
    as_json: AsJson = False,
) -> None:
    """Compute the whole book and publish it."""
    book = the_book()
    started = time.monotonic()
    rooms = [part.strip() for part in only.split(",") if part.strip()]
    with shown_progress(as_json) as progress:
        done = book.run(as_of=a_date(as_of), window=window, only=rooms, engine=engine, progress=progress)
    customers = book.count("customer_card")
    data = {
        "run_id": done.id,
        "as_of": done.as_of,
        "window": str(done.window),
        "window_start": done.window_start,
        "customers": customers,
        "seconds": round(time.monotonic() - started, 3),
    }
    emit(
        as_json,
        data,
        lambda: console.print(
            f"Run {done.id} as of {done.as_of} published: {customers:,} customers in {data['seconds']} s. "
            "See: carteira show portfolio, or carteira serve"
        ),
    )
