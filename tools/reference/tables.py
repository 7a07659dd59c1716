"""The page of tables: the canonical ones that files are loaded into, and the computed ones that a run makes."""

import inspect
import re
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa

import carteira
from carteira.warehouse import meanings
from carteira.warehouse.engine import sql_model
from carteira.warehouse.facts import FACTS, Column, FactTable
from tools.reference.markdown import GENERATED, cell, page, plain, table

STAMPS = ("run_id", "as_of")
FILES = {
    "customers": "source_id,name,email\n1,Ana Lima,ana@example.com\n2,Bruno Reis,bruno@example.com\n",
    "orders": "order_id,customer,ordered_at,product_id,quantity,unit_price\nA,1,2025-03-31,x,2,10.50\n",
}
"""A book small enough to be made whenever the page is, for the columns of the computed tables."""


def tables_page() -> str:
    return page(
        "Tables",
        GENERATED,
        "[Open the tables with other tools](../how-to/open-the-tables.md) tells where they are. "
        "[Mapping files](mapping.md) tell how a file's columns become these.",
        "## Canonical tables",
        "What files are loaded into. A required column must be in the file; a filled one must have a value in "
        "each line. Money is in major units, moments are local time of the book. Stored rows also have `source`, "
        "`load_id`, `line` and `attributes` (the columns that the table does not know, as JSON text).",
        *(_canonical(fact) for fact in FACTS.values()),
        "## Computed tables",
        "What `carteira run` makes, in its order. Money is in minor units unless it is said otherwise. Each also has "
        "`run_id` and `as_of` (the day before which everything counts).",
        *_computed(),
    )


def _canonical(fact: FactTable) -> str:
    replaced = (
        f" Key: `{_named(fact, fact.key)}`, within its source." if fact.key else " Without a key: rows are only added."
    )
    rows = [
        [f"`{column.file_name}`", _type(column.type), _needed(column), cell(_meaning(fact.name, column))]
        for column in fact.columns
    ]
    head = f"{meanings.TABLES[fact.name].capitalize()}.{replaced}"
    return "\n\n".join((f"### {fact.name}", head, table(("column", "type", "", "meaning"), rows)))


def _named(fact: FactTable, name: str) -> str:
    return fact.by_name[name].file_name


def _needed(column: Column) -> str:
    return "filled" if column.filled else "required" if column.required else ""


def _meaning(fact: str, column: Column) -> str:
    said = meanings.meaning(fact, column.name)
    return f"{said} ({', '.join(column.choices)})" if column.choices else said


def _computed() -> list[str]:
    from carteira.book.pipeline import STEPS

    documents = _made_in_python()
    with tempfile.TemporaryDirectory() as folder:
        schemas = _schemas(Path(folder))
    rooms = Path(carteira.__file__).parent
    found = []
    for step in STEPS:
        for name in step.makes:
            text = documents[name] if step.calculation else _comment(sql_model(rooms / step.room, name), name)
            columns = [f"`{field.name}` {_type(field.type)}" for field in schemas[name] if field.name not in STAMPS]
            found.append("\n\n".join((f"### {name}", text, f"Columns: {', '.join(columns)}.")))
    return found


def _made_in_python() -> dict[str, str]:
    """What says it for the tables that no SQL model makes: the docstrings of the calculations."""
    from carteira.customize import options_table, plan_tables
    from carteira.customize.pricing import customer_price, price_corridors, price_elasticity, win_rates
    from carteira.customize.products import product_plan
    from carteira.customize.remedies import customer_remedy
    from carteira.differentiate.categories import categorise
    from carteira.differentiate.lifetime import lifetime_by_kind
    from carteira.differentiate.lifetime.value import LifetimeResult, customer_lifetime
    from carteira.differentiate.potential import potential
    from carteira.differentiate.relationship import relationship_types
    from carteira.differentiate.rfmt import rfmt
    from carteira.differentiate.segments.description import described
    from carteira.differentiate.segments.needs import find_needs
    from carteira.identify.resolve import Resolution
    from carteira.identify.standardise import standardise

    makers: dict[str, tuple[Any, ...]] = {
        "standard_records": (standardise,),
        "customer_links": (Resolution,),
        "link_history": (Resolution,),
        "customer_lifetime": (customer_lifetime, lifetime_by_kind),
        "model_diagnostics": (LifetimeResult, lifetime_by_kind),
        "customer_rfmt": (rfmt,),
        "customer_category": (categorise,),
        "product_plan": (product_plan,),
        "price_elasticity": (price_elasticity,),
        "price_corridors": (price_corridors,),
        "customer_price": (customer_price,),
        "price_win_rates": (win_rates,),
        "customer_remedy": (customer_remedy,),
        "customer_potential": (potential,),
        "customer_needs": (find_needs,),
        "needs_segments": (described,),
        "customer_relationship": (relationship_types,),
        "action_options": (options_table.option_rows,),
        "plan_terms": (options_table.terms_table,),
        "customer_action": (plan_tables.decisions,),
        "plan_actions": (plan_tables.actions_table,),
        "plan_resources": (plan_tables.resources_table,),
        "action_effects": (plan_tables.effects_table,),
    }
    return {name: "\n\n".join(_said_by(maker) for maker in given) for name, given in makers.items()}


def _said_by(maker: Any) -> str:
    return f"`{maker.__module__}.{maker.__qualname__}`: {plain(inspect.getdoc(maker) or '')}"


def _comment(sql: str, name: str) -> str:
    """The leading comment of a model: a list of its sentences, each line that ends one ending an entry."""
    lines: list[str] = []
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    text = "\n".join(lines).removeprefix(f"{name}: ")
    entries = re.split(r"(?<=\.)\n", text[:1].upper() + text[1:])
    return "\n".join(f"- {cell(entry)}" for entry in entries)


def _schemas(folder: Path) -> dict[str, pa.Schema]:
    """The schema of every computed table of a small book that is made and run in the folder."""
    from carteira.book.pipeline import COMPUTED

    book = carteira.open(folder / "book")
    for name, text in FILES.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        book.load(name, path)
    book.run()
    return {name: book.table(name).schema for name in COMPUTED}


def _type(type_: pa.DataType) -> str:
    """The type in a reader's words."""
    names = {
        "string": "text",
        "large_string": "text",
        "date32[day]": "day",
        "timestamp[us]": "moment",
        "bool": "true or false",
    }
    return names.get(str(type_), re.sub(r"decimal128\((\d+), (\d+)\)", r"decimal(\1,\2)", str(type_)))
