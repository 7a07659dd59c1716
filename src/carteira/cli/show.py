"""Commands that show: the portfolio, a customer, the loads, the settings."""

import json
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from carteira.accounts.choices import Permission
from carteira.book import settings as book_settings
from carteira.book.overview import portfolio_figures
from carteira.book.queries import PublishedTables, tables
from carteira.cli.opened import the_book
from carteira.cli.output import AsJson, console, emit, major, table
from carteira.differentiate import portfolio, waterfall
from carteira.errors import CarteiraError
from carteira.identify.queries import survivor_of
from carteira.messages import say

app = typer.Typer(help="The portfolio, a customer, the loads, the settings.", no_args_is_help=True)

CATEGORIES = {
    "mvc": "most valuable", "mgc": "most growable", "intermediate": "intermediate", "below_zero": "below zero"
}  # fmt: skip
MONEY = ("actual_value", "potential_value", "unrealised_value", "amount")
"""The arguments of a category's reason that are amounts."""


@app.command("portfolio")
def portfolio_(as_json: AsJson = False) -> None:
    """The whole portfolio.

    What it earns, its categories, on how few it rests, and how profit reconciles with the files.
    """
    access = the_book().access
    access.check_may(Permission.SEE_MARGINS)
    published = tables(access)
    found = portfolio_figures(published)
    emit(as_json, found, lambda: _print_portfolio(found, book_settings.minor_factor(published.run.currency)))


@app.command("customer")
def customer(
    customer_id: Annotated[int, typer.Argument(metavar="CUSTOMER", help="Its number.")], as_json: AsJson = False
) -> None:
    """One customer: who it is, what it is worth, why."""
    published = tables(the_book().access)
    found = _customer(published, customer_id)
    emit(as_json, found, lambda: _print_customer(found, book_settings.minor_factor(published.run.currency)))


@app.command("loads")
def loads_(as_json: AsJson = False) -> None:
    """Every load, the newest first."""
    book = the_book()
    time_zone = book_settings.zone(book.settings())
    names = ("id", "table", "source", "file_name", "state", "lines", "accepted", "rejected", "replaced", "created_at")
    rows = [{name: getattr(load, name) for name in names} for load in book.loads()]
    emit(as_json, rows, lambda: _print_loads(rows, time_zone))


@app.command("settings")
def settings(as_json: AsJson = False) -> None:
    """The book's settings, and what each means."""
    current = the_book().settings()
    rows = [[key, json.dumps(value), book_settings.SETTINGS[key].meaning] for key, value in current.items()]
    emit(as_json, current, lambda: table("Settings", ["Setting", "Value", "Meaning"], rows, numbers_from=3))


def _print_loads(rows: list[dict[str, Any]], time_zone: ZoneInfo) -> None:
    shown = [
        [
            str(row["id"]),
            str(row["created_at"].astimezone(time_zone).date()),
            *(row[name] for name in ("table", "source", "state", "file_name")),
            *(f"{row[name]:,}" for name in ("accepted", "rejected")),
        ]
        for row in rows
    ]
    names = ["Load", "Loaded on", "Table", "Source", "State", "File", "Accepted", "Rejected"]
    table("Loads", names, shown, numbers_from=6)


def _print_portfolio(found: dict[str, Any], factor: int) -> None:
    """Prints the figures; what the person may not see is left out."""
    if whale := found["whale_curve"]:
        console.print(
            f"As of {found['as_of']}, since {found['window_start']}: {whale['customers']:,} customers brought "
            f"{major(whale['end'], factor)} {found['currency']} of profit; {whale['beyond']:,} of them lost "
            f"{major(whale['destroyed'], factor)}."
        )
    figures = ("revenue", "profit", "lifetime_value", "unrealised_value")
    table(
        "Categories",
        ["Category", "Customers", "Revenue", "Profit", "Lifetime value", "Unrealised value"],
        [
            [CATEGORIES[row["category"]], f"{row['customers']:,}", *(major(row[name], factor) for name in figures)]
            for row in found["categories"]
        ],
    )
    if concentration := found["concentration"]:
        table(
            "What the best customers bring of the whole, in %",
            ["Measure", *(f"Top {top} %" for top in portfolio.TOP_SHARES)],
            [
                [row["measure"], *("" if share is None else f"{100 * share:.1f}" for _, share in row["top_shares"])]
                for row in concentration
            ],
        )
    if reconciliation := found["reconciliation"]:
        _print_reconciliation(reconciliation, factor)


def _print_reconciliation(rows: list[dict[str, Any]], factor: int) -> None:
    table(
        "From sales to profit",
        ["Step", "Customers", "Unidentified or unassigned", "Total"],
        [
            [
                row["step"].replace("_", " "),
                *(major(row[name], factor) for name in ("customers", "unassigned", "total")),
            ]
            for row in rows
        ],
    )


def _customer(published: PublishedTables, customer_id: int) -> dict[str, Any]:
    """The customer's row of every table. One that was merged is shown as its survivor."""
    rows = _row(published, "customer_card", customer_id)
    if not rows:
        survivor = survivor_of(customer_id)
        if survivor is None:
            raise CarteiraError("unknown_customer", hint="search_customers", customer_id=customer_id)
        return _customer(published, survivor)
    links = published.query(
        "SELECT source, source_id, probability FROM customer_links WHERE customer_id = ? ORDER BY ALL", [customer_id]
    )
    return {
        "customer_id": customer_id,
        "records": links.to_pylist(),
        **{
            name.removeprefix("customer_"): _row(published, name, customer_id)[0]
            for name in (
                "customer_golden",
                "customer_profit",
                "customer_lifetime",
                "customer_rfmt",
                "customer_category",
            )
        },
    }


def _row(published: PublishedTables, name: str, customer_id: int) -> list[dict[str, Any]]:
    found = published.query(f'SELECT * EXCLUDE (customer_id) FROM "{name}" WHERE customer_id = ?', [customer_id])
    return list(found.to_pylist())


def _print_customer(found: dict[str, Any], factor: int) -> None:
    golden, profit, category = found["golden"], found["profit"], found["category"]
    console.print(f"{golden['name'] or 'No name'}, customer {found['customer_id']} ({golden['status']})", markup=False)
    if category["reason"]:
        console.print(_reason(category, factor), markup=False)
    rows = [
        [step.replace("_", " "), major(profit[step], factor)] for step in waterfall.STEPS if profit[step] is not None
    ]
    table("From sales to profit", ["Step", "Amount"], rows)
    worth = {**found["lifetime"], **category}
    names = ("lifetime_value", "lifetime_value_low", "lifetime_value_high", "potential_value", "unrealised_value")
    table("Worth", ["Figure", "Amount"], [[name.replace("_", " "), major(worth[name], factor)] for name in names])
    records = [[link["source"], link["source_id"], f"{link['probability']:.3f}"] for link in found["records"]]
    table("Known as", ["Source", "Id", "Probability"], records, numbers_from=2)


def _reason(category: dict[str, Any], factor: int) -> str:
    """Why the customer is in its category: counts as they are, amounts in major units."""
    given: dict[str, Any] = json.loads(category["reason_arguments"] or "{}")
    said = {name: major(value, factor) if name in MONEY else value for name, value in given.items()}
    return say(category["reason"], said)
