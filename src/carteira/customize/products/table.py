"""The plan as an Arrow table: chances become money, codes become names."""

import json

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from carteira.customize.products.candidates import Candidates, Kind
from carteira.customize.products.choice import Chosen
from carteira.customize.products.learning import Learnt, further
from carteira.customize.products.purchases import Floats
from carteira.customize.products.reading import Book
from carteira.customize.products.spending import BASES, Spending, expected_spend
from carteira.customize.products.standing import Standing

SCHEMA = pa.schema(
    {
        "customer_id": pa.int64(),
        "place": pa.int32(),
        "kind": pa.string(),
        "product_id": pa.string(),
        "product_name": pa.string(),
        "category": pa.string(),
        "probability": pa.float64(),
        "expected_on": pa.date32(),
        "expected_quantity": pa.float64(),
        "expected_spend": pa.int64(),
        "expected_margin": pa.int64(),
        "margin_basis": pa.string(),
        "reason": pa.string(),
        "arguments": pa.string(),
    }
)
PRODUCTS = frozenset({"because", "also"})
"""Arguments that name a product."""


def plan_table(standing: Standing, spending: Spending, chosen: list[Chosen], learnt: Learnt, horizon: int) -> pa.Table:
    """The rows of all kinds by customer and expected day, those without last; of equal ones the likelier first."""
    table = pa.concat_tables([_of_kind(standing, spending, one, learnt, horizon) for one in chosen])
    days, customer = table["days"].to_numpy(), table["customer"].to_numpy()
    order = np.lexsort((-table["probability"].to_numpy(), days, customer))
    customer = customer[order]
    place = np.arange(len(order)) - np.searchsorted(customer, customer) + 1
    ordered = table.take(pa.array(order)).append_column("place", pa.array(place, pa.int32()))
    return ordered.select(SCHEMA.names).cast(SCHEMA)


def _of_kind(standing: Standing, spending: Spending, chosen: Chosen, learnt: Learnt, horizon: int) -> pa.Table:
    book, rows = standing.book, chosen.rows
    product, category = pa.array(rows.product), book.category[rows.product]
    purchases = 1 + learnt.repeats[chosen.kind.name] * further(rows, horizon)
    one = expected_spend(spending, standing.pairs, book.category, rows.customer, rows.product, chosen.kind.of_category)
    spend, price = purchases * one, spending.price[rows.product]
    rate, basis = spending.margin_rate[rows.product], spending.margin_basis[rows.product]
    quantity = np.divide(spend, price, out=np.full(len(spend), np.nan), where=price > 0)
    days = np.rint(chosen.days)
    reason, arguments = _reasons(book, chosen.kind, rows)
    return pa.table(
        {
            "customer": rows.customer,
            "days": days,
            "customer_id": book.customer_ids.take(pa.array(rows.customer)),
            "kind": pa.repeat(chosen.kind.name, len(days)),
            "product_id": book.product_ids.take(product),
            "product_name": book.names.take(product),
            "category": book.categories.take(pa.array(category, mask=category < 0)),
            "probability": chosen.chance,
            "expected_on": pc.cast(_whole(standing.day + days, pa.int32()), pa.date32()),
            "expected_quantity": pa.array(quantity, mask=np.isnan(quantity)),
            "expected_spend": _whole(spend, pa.int64()),
            "expected_margin": _whole(chosen.chance * spend * rate, pa.int64()),
            "margin_basis": pa.array(BASES).take(pa.array(basis, mask=basis < 0)),
            "reason": reason,
            "arguments": arguments,
        }
    )


def _reasons(book: Book, kind: Kind, rows: Candidates) -> tuple[pa.Array, pa.Array]:
    """The reason code of each row, and its arguments as JSON text."""
    codes = pa.array([code for code, _ in kind.reasons], pa.string()).take(pa.array(rows.reason))
    texts = [pa.array([], pa.string())]
    places = [np.zeros(0, np.int64)]
    for number, (_, fields) in enumerate(kind.reasons):
        place = np.flatnonzero(rows.reason == number)
        if len(place):
            places.append(place)
            texts.append(_json({name: _argument(book, rows.take(place), field) for name, field in fields.items()}))
    back = np.argsort(np.concatenate(places), kind="stable")
    return codes, pa.concat_arrays(texts).take(pa.array(back))


def _argument(book: Book, rows: Candidates, field: str) -> pa.Array:
    if field == "category":
        return _quoted(book.categories.take(pa.array(book.category[rows.product])))
    values = pa.array(getattr(rows, field))
    return _quoted(book.names.take(values)) if field in PRODUCTS else pc.cast(values, pa.string())


def _quoted(texts: pa.Array) -> pa.Array:
    """Each text as JSON; the few distinct ones are written once."""
    encoded = pc.dictionary_encode(texts)
    written = [json.dumps(text, ensure_ascii=False) for text in encoded.dictionary.to_pylist()]
    return pa.array(written, pa.string()).take(encoded.indices)


def _json(columns: dict[str, pa.Array]) -> pa.Array:
    parts: list[pa.Array | pa.Scalar] = []
    for number, (name, column) in enumerate(columns.items()):
        parts += [pa.scalar(f'{", " if number else "{"}"{name}": '), column]
    return pc.binary_join_element_wise(*parts, pa.scalar("}"), "")


def _whole(values: Floats, kind: pa.DataType) -> pa.Array:
    return pc.cast(pa.array(np.rint(values), mask=np.isnan(values)), kind)
