"""The truth, as tables to lie beside the sources: what every calculation should find."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from carteira.demo.calendar import PREVIOUS
from carteira.demo.future import CATEGORIES, RELATIONSHIPS, Future, relationship_types, true_categories
from carteira.demo.ledger import STEPS, Ledger
from carteira.demo.life import State
from carteira.demo.people import Entities
from carteira.demo.records import Records
from carteira.demo.text import Floats, Ints, chosen
from carteira.demo.traits import Traits
from carteira.demo.world import SOURCES, World

TRAITS = (
    "prospect", "rate", "regular", "dropout", "lines", "size", "discount", "shop_share", "returns", "delivered",
    "distance", "problems", "calls", "visits", "spoiled", "overlooked", "sensitivity", "days_late", "default",
)  # fmt: skip


def records_table(records: Records, first: int) -> pa.Table:
    """source, source_id, entity: whose record it is; `first`: number of the chunk's first entity."""
    return pa.table(
        {
            "source": chosen(SOURCES, records.source),
            "source_id": records.ids,
            "entity": records.entity + first,
        }
    )


def profit_table(ledger: Ledger, first: int) -> pa.Table:
    """entity, every step of the current period in cents, and revenue and profit of the previous one."""
    columns = {"entity": first + np.arange(ledger.customers)}
    columns |= {step: ledger.of(step) for step in STEPS}
    columns |= {f"previous_{step}": ledger.of(step, PREVIOUS) for step in ("revenue", "profit")}
    return pa.table(columns)


def totals_table(totals: Ints) -> pa.Table:
    """step, customers, unidentified, total, previous_total in cents; `totals`: (steps, periods, known or not)."""
    return pa.table(
        {
            "step": list(STEPS),
            "customers": totals[:, 1, 0],
            "unidentified": totals[:, 1, 1],
            "total": totals[:, 1].sum(axis=1),
            "previous_total": totals[:, 0].sum(axis=1),
        }
    )


def future_table(
    world: World, first: int, entities: Entities, traits: Traits, state: State, future: Future, wallet: Floats
) -> pa.Table:
    """Per entity the expected future in reais, need, relationship type, responses and hidden traits."""
    needs = list(world.needs)
    relationship = relationship_types(traits, needs)
    columns: dict[str, pa.Array] = {
        "entity": pa.array(first + np.arange(len(traits))),
        "kind": chosen(("person", "company"), traits.company.astype(np.int64)),
        "alive": pa.array(state.alive),
        "future_margin": pa.array(future.value),
        "potential": pa.array(future.potential),
        "expected_orders": pa.array(future.orders),
        "need": chosen(needs, traits.need),
        "relationship_type": chosen(RELATIONSHIPS, np.maximum(relationship, 0), relationship >= 0),
        "household": pa.array(entities.household, mask=entities.household < 0),
        "group": pa.array(entities.group, mask=entities.group < 0),
        "satisfaction": pa.array(state.satisfaction),
        "wallet": pa.array(wallet),
    }
    columns |= {name: pa.array(getattr(traits, name)) for name in TRAITS}
    for name, value in zip(world.treatments, future.with_treatment, strict=True):
        columns[f"response_{name}"] = pa.array(value - future.value)
    for campaign, value, during in zip(world.campaigns, future.with_campaign, future.in_campaign, strict=True):
        columns[f"response_{campaign.kind}"] = pa.array(value - future.value)
        columns[f"during_{campaign.kind}"] = pa.array(during)
    return pa.table(columns)


def with_categories(source: str, target: str, value: Floats, potential: Floats) -> None:
    """Copies the future table, adding the true category, which needs all customers at once."""
    category = chosen(CATEGORIES, true_categories(value, potential))
    with pq.ParquetFile(source) as file:
        writer: pq.ParquetWriter | None = None
        done = 0
        for number in range(file.num_row_groups):
            table = file.read_row_group(number)
            table = table.append_column("category", category.slice(done, len(table)))
            done += len(table)
            writer = writer or pq.ParquetWriter(target, table.schema, compression="zstd")
            writer.write_table(table)
        if writer is not None:
            writer.close()
