"""The order of a run: which room makes which table, from what.

Calculations are imported when their step runs: the commands that compute nothing start without them.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from carteira.book.computation import Computation
from carteira.book.settings import minor_factor

Made = dict[str, pa.Table | pa.RecordBatchReader]
Calculation = Callable[[Computation], Made]

PLANNED_OF_EACH = 3
"""Products of each kind in a customer's plan."""


@dataclass(frozen=True)
class Step:
    """One step of a run: a calculation, or (where it is None) the SQL model of the room that has the table's name."""

    room: str
    makes: tuple[str, ...]
    calculation: Calculation | None = None
    order_by: tuple[str, ...] = ()

    def run(self, computation: Computation) -> None:
        if self.calculation is None:
            computation.store_model(self.room, self.makes[0], self.order_by)
            return
        for name, table in self.calculation(computation).items():
            computation.store_table(name, table)


def _model(room: str, name: str, *order_by: str) -> Step:
    return Step(room, (name,), order_by=order_by)


def _standard_records(run: Computation) -> dict[str, pa.Table]:
    from carteira.identify.standardise import standardise

    return {"standard_records": standardise(run.table("source_records"), run.settings["country"])}


def _links(run: Computation) -> dict[str, pa.Table]:
    from carteira.identify.resolve import resolve

    history = run.previous_table("link_history", "source, source_id, customer_id")
    found = resolve(run.table("standard_records"), history, run.settings["country"])
    return {"customer_links": found.links, "link_history": found.history}


def _lifetime(run: Computation) -> dict[str, pa.Table]:
    from carteira.differentiate.lifetime import lifetime_by_kind

    found = lifetime_by_kind(
        run.table("purchase_history"),
        run.table("customer_golden", "customer_id, kind"),
        discount_rate=run.settings["discount_rate"],
        horizon_years=run.settings["horizon_years"],
    )
    return {"customer_lifetime": found.table, "model_diagnostics": found.diagnostics}


def _rfmt(run: Computation) -> dict[str, pa.Table]:
    from carteira.differentiate.rfmt import rfmt

    found = rfmt(
        run.table("rfmt_inputs"),
        run.table("purchase_types"),
        as_of=run.period.as_of,
        weights=run.settings["rfmt_weights"],
        t=run.settings["rfmt_t"],
        points=run.settings["rfmt_points"],
        treatments=run.settings["rfmt_treatments"],
    )
    return {"customer_rfmt": found}


def _potential(run: Computation) -> dict[str, pa.Table]:
    from carteira.differentiate.potential import potential

    return {"customer_potential": potential(run.table("potential_inputs"), run.settings["attainable"])}


def _category(run: Computation) -> dict[str, pa.Table]:
    from carteira.differentiate.categories import categorise

    found = categorise(
        *run.same_order("category_inputs", "customer_potential"),
        below_zero_threshold=round(run.settings["below_zero_threshold"] * minor_factor(run.settings["currency"])),
        most_valuable_share=run.settings["most_valuable_share"],
        most_growable_share=run.settings["most_growable_share"],
        previous=run.previous_table("customer_category", "customer_id, category"),
    )
    return {"customer_category": found}


def _needs(run: Computation) -> dict[str, pa.Table]:
    from carteira.differentiate.segments.needs import find_needs

    found = find_needs(
        run.table("needs_inputs"),
        run.table("purchase_mix"),
        treatments=run.settings["need_treatments"],
        previous=run.previous_table("customer_needs", "customer_id, segment"),
    )
    return {"customer_needs": found.customers, "needs_segments": found.segments}


def _relationship(run: Computation) -> dict[str, pa.Table]:
    from carteira.differentiate.relationship import relationship_types

    found = relationship_types(
        run.table("relationship_inputs"),
        run.table("customer_needs"),
        run.table("needs_segments"),
        run.settings["need_relationships"],
    )
    return {"customer_relationship": found}


def _product_plan(run: Computation) -> Made:
    from carteira.customize.products import plan_blocks
    from carteira.customize.products.table import SCHEMA

    blocks = plan_blocks(
        run.table("product_purchases"),
        run.table("product_facts"),
        run.table("customer_golden", "customer_id, kind, branch, city, created_on"),
        as_of=run.period.as_of,
        horizon_days=run.settings["plan_days"],
        of_each=PLANNED_OF_EACH,
    )
    batches = (batch for block in blocks for batch in block.to_batches())
    return {"product_plan": pa.RecordBatchReader.from_batches(SCHEMA, batches)}


def _plan(run: Computation) -> Made:
    from carteira.customize.offering import Facts, offer_of
    from carteira.customize.options_table import OPTIONS, option_rows, terms_table
    from carteira.customize.plan_tables import DECISION, actions_table, decisions, effects_table, resources_table
    from carteira.customize.planning import planned
    from carteira.customize.queries import frozen, library

    known = library()
    inputs = run.engine.query("SELECT * FROM action_inputs ORDER BY customer_id")
    may = {action.terms.code: run.customers_of(action.who) for action in known.actions}
    outcomes, consents = run.table("treatment_outcomes"), run.table("consent_state")
    facts = Facts(inputs, outcomes, consents, may, run.settings["attainable"])
    offer = offer_of(facts, known, run_id=run.run_id, as_of=run.period.as_of)
    decided = frozen(run.run_id)
    options, allocation = planned(offer.options, decided)
    return {
        "action_options": pa.RecordBatchReader.from_batches(OPTIONS, option_rows(options)),
        "plan_terms": terms_table(options, allocation),
        "customer_action": pa.RecordBatchReader.from_batches(DECISION, decisions(offer, options, decided)),
        "plan_actions": actions_table(offer, options),
        "plan_resources": resources_table(options),
        "action_effects": effects_table(offer, [action.code for action in options.actions]),
    }


def _prices(run: Computation) -> Made:
    from carteira.customize.pricing import customer_price, price_corridors, price_elasticity, win_rates

    customers = run.table("price_customers")
    elasticity = price_elasticity(run.table("price_occasions"), customers, run.period.as_of)
    paid, products = run.table("price_paid"), run.table("price_products")
    return {
        "price_elasticity": elasticity,
        "price_corridors": price_corridors(paid, products, customers, least_margin=run.settings["least_margin"]),
        "customer_price": customer_price(paid, products, customers, elasticity),
        "price_win_rates": win_rates(run.table("price_outcomes")),
    }


def _remedies(run: Computation) -> Made:
    from carteira.customize.remedies import customer_remedy

    found = customer_remedy(run.table("remedy_inputs"), run.table("remedy_orders"), run.settings["remedies"])
    return {"customer_remedy": found}


STEPS: tuple[Step, ...] = (
    _model("identify", "source_records"),
    Step("identify", ("standard_records",), _standard_records),
    Step("identify", ("customer_links", "link_history"), _links),
    _model("identify", "customer_golden", "customer_id"),
    _model("differentiate", "periods"),
    _model("differentiate", "rates"),
    _model("differentiate", "bad_debt_ageing"),
    _model("differentiate", "order_lines", "customer_id", "ordered_at"),
    _model("differentiate", "order_totals"),
    _model("differentiate", "purchase_days"),
    _model("differentiate", "purchase_types"),
    _model("differentiate", "charges", "customer_id", "on_date"),
    _model("differentiate", "invoice_balances", "customer_id"),
    _model("differentiate", "customer_profit", "customer_id"),
    _model("differentiate", "profit_reconciliation"),
    _model("differentiate", "purchase_history"),
    Step("differentiate", ("customer_lifetime", "model_diagnostics"), _lifetime),
    _model("differentiate", "rfmt_inputs"),
    Step("differentiate", ("customer_rfmt",), _rfmt),
    _model("differentiate", "category_inputs"),
    _model("differentiate", "potential_inputs"),
    Step("differentiate", ("customer_potential",), _potential),
    Step("differentiate", ("customer_category",), _category),
    _model("differentiate", "purchase_mix"),
    _model("differentiate", "needs_inputs"),
    Step("differentiate", ("customer_needs", "needs_segments"), _needs),
    _model("differentiate", "relationship_inputs"),
    Step("differentiate", ("customer_relationship",), _relationship),
    _model("differentiate", "timeline", "customer_id", '"at" DESC'),
    _model("differentiate", "customer_card", "customer_id"),
    _model("customize", "product_purchases"),
    _model("customize", "product_facts"),
    Step("customize", ("product_plan",), _product_plan),
    _model("customize", "treatment_outcomes"),
    _model("customize", "consent_state"),
    _model("customize", "action_inputs", "customer_id"),
    Step(
        "customize",
        ("action_options", "plan_terms", "customer_action", "plan_actions", "plan_resources", "action_effects"),
        _plan,
    ),
    _model("customize", "price_customers", "customer_id"),
    _model("customize", "price_paid", "customer_id", "product_id"),
    _model("customize", "price_products", "product_id"),
    _model("customize", "price_occasions", "customer_id", "category", "ordered_on"),
    _model("customize", "price_outcomes", "kind", "segment"),
    Step("customize", ("price_elasticity", "price_corridors", "customer_price", "price_win_rates"), _prices),
    _model("customize", "remedy_inputs", "customer_id"),
    _model("customize", "remedy_orders", "customer_id", "amount"),
    Step("customize", ("customer_remedy",), _remedies),
)

ROOMS: tuple[str, ...] = tuple(dict.fromkeys(step.room for step in STEPS))
COMPUTED: tuple[str, ...] = tuple(name for step in STEPS for name in step.makes)
