"""Commands on the book as a whole: init, set, run."""

import json
import time
from typing import Annotated

import typer

from carteira.book.opening import create_book
from carteira.book.pipeline import ROOMS
from carteira.cli.opened import home_path, the_book
from carteira.cli.output import AsJson, console, emit, shown_progress
from carteira.cli.values import a_date


def add_to(app: typer.Typer) -> None:
    app.command("init")(init)
    app.command("set")(set_)
    app.command("run")(run)


def init(
    currency: Annotated[str, typer.Option(metavar="CODE", help="The book's one currency.")] = "BRL",
    time_zone: Annotated[str, typer.Option(metavar="ZONE", help="The time zone of its days.")] = "America/Sao_Paulo",
    country: Annotated[
        str, typer.Option(metavar="CODE", help="The country of phones, tax ids and addresses without one.")
    ] = "BR",
    as_json: AsJson = False,
) -> None:
    """Make a new book.

    Its folder is CARTEIRA_HOME. Currency and time zone are fixed from then on.
    """
    book = create_book(home_path(), currency=currency, time_zone=time_zone, country=country)
    settings = book.settings()
    emit(
        as_json,
        {"home": str(book.home.path), "settings": settings},
        lambda: console.print(f"A new book in {book.home.path}. Next: carteira load customers FILE --source NAME"),
    )


def set_(
    key: Annotated[str, typer.Argument(metavar="KEY", help="The setting; carteira show settings lists them.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="Its new value; JSON where it is a table.")],
    as_json: AsJson = False,
) -> None:
    """Change a setting of the book.

    It counts from the next run.
    """
    new = the_book().set(key, value)
    said = f"{key} is now {json.dumps(new, ensure_ascii=False)}. It counts from the next run."
    emit(as_json, {"key": key, "value": new}, lambda: console.print(said, markup=False))


def run(
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DAY", help="YYYY-MM-DD: all before that day counts. Default: the day after the newest fact."
        ),
    ] = None,
    window: Annotated[
        str, typer.Option(metavar="WINDOW", help="The period of the profit: 12m, year (so far) or all.")
    ] = "12m",
    only: Annotated[
        str, typer.Option(metavar="PARTS", help=f"Compute these of {' and '.join(ROOMS)} only; the others stay.")
    ] = "",
    engine: Annotated[str, typer.Option(metavar="NAME", help="What computes; this version has duckdb.")] = "duckdb",
    as_json: AsJson = False,
) -> None:
    """Compute the book and publish it.

    It finds out who is who and what each customer is worth. Until it is done, the run before stays in view.
    """
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
            f"Run {done.id} as of {done.as_of} published: {customers:,} customers in {data['seconds']:.1f} s. "
            "See: carteira show portfolio, or carteira serve"
        ),
    )
