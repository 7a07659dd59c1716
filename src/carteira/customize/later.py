"""Tables that runs of earlier versions do not have."""

from collections.abc import Mapping

import pyarrow as pa

from carteira.customize.options_table import OPTIONS, TERMS
from carteira.customize.plan_tables import ACTIONS, DECISION, EFFECTS, RESOURCES
from carteira.customize.pricing.unneeded import SCHEMA as PRICES
from carteira.customize.products.table import SCHEMA
from carteira.customize.remedies import SCHEMA as REMEDIES

STAMP = [pa.field("run_id", pa.int64()), pa.field("as_of", pa.date32())]
PAID = pa.schema(
    [("customer_id", pa.int64()), ("product_id", pa.string()), ("product_name", pa.string()), ("net", pa.int64())]
)

LATER: Mapping[str, pa.Schema] = {
    name: pa.schema([*schema, *(field for field in STAMP if field.name not in schema.names)])
    for name, schema in (
        ("product_plan", SCHEMA),
        ("customer_price", PRICES),
        ("customer_remedy", REMEDIES),
        ("price_paid", PAID),
        ("customer_action", DECISION),
        ("action_options", OPTIONS),
        ("plan_terms", TERMS),
        ("plan_actions", ACTIONS),
        ("plan_resources", RESOURCES),
        ("action_effects", EFFECTS),
    )
}
