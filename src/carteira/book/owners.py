"""Who looks after whom, as the loaded files say: their names of owners and teams become people and teams."""

import pyarrow as pa

from carteira.accounts.access import FULL
from carteira.accounts.queries import owners, team_ids
from carteira.book.queries import tables
from carteira.errors import CarteiraError
from carteira.identify.actions import follow_files
from carteira.identify.queries import ownership
from carteira.warehouse.engine import Engine

CHANGED = """
    SELECT card.customer_id, o.id AS owner_id, t.id AS team_id
    FROM customer_card AS card
    INNER JOIN ownership AS now ON now.customer_id = card.customer_id
    LEFT JOIN owner_names AS o ON o.name = card.owner
    LEFT JOIN team_names AS t ON t.name = card.team
    WHERE now.owner_id IS DISTINCT FROM o.id OR now.team_id IS DISTINCT FROM t.id
"""


def follow_owners(engine: Engine) -> int:
    """Gives every customer of the engine's `customer_card` the owner and team that it names. Gives how many changed."""
    engine.register_rows("ownership", ownership())
    for name, known in (("owner_names", owners()), ("team_names", team_ids())):
        columns = [pa.array(known.keys(), pa.string()), pa.array(known.values(), pa.int64())]
        engine.register_rows(name, pa.table(columns, names=["name", "id"]))
    changed = engine.query(CHANGED)
    return (
        follow_files(zip(*(column.to_pylist() for column in changed.columns), strict=True)) if changed.num_rows else 0
    )


def follow_published_owners() -> int:
    """The same for the cards of the published run: after people or teams changed. 0 where there is no run yet."""
    try:
        card = tables(FULL).query("SELECT customer_id, owner, team FROM computed_customer_card")
    except CarteiraError as error:
        if error.code == "not_run_yet":
            return 0
        raise
    with Engine() as engine:
        engine.register_rows("customer_card", card)
        return follow_owners(engine)
