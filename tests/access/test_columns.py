"""Which columns of the computed tables tell margins, contact data and tax ids: decided here once more, by hand, so that
a new column cannot slip through unnoticed."""

import pytest

from carteira.accounts.access import FULL, Access, access_of
from carteira.book.pipeline import COMPUTED
from carteira.book.queries import tables
from tests.access.world import World

pytestmark = pytest.mark.django_db

MARGINS = frozenset(
    """
    assumed_cost_revenue unknown_cost_revenue cost_basis product_cost unit_cost gross_margin margin profit
    previous_profit profit_total cost_to_serve visits calls messages cases treatments activities orders
    contribution contribution_squares contribution_by_days_ago service_cost service_cost_per_year expected_margin
    financing financing_previous financing_year financing_total bad_debt bad_debt_previous bad_debt_total
    loss_cause loss_amount losing_now reason reason_arguments potential_way way discounts_gain visits_gain
    floor_price target_price cost_to_serve_share kept_low kept kept_high known_revenue
    activities_gain late_payment_gain peers_gain wallet_gain winning_gain late_payment margin_basis
    margin_ahead action_gain
""".split()
)
"""What tells what something costs or leaves, in whichever table."""
HARMLESS = {("customer_links", "reason"), ("product_plan", "reason"), ("customer_action", "reason")}
"""Columns that only share their name."""
COST_TABLES = frozenset({
    "charges", "rates", "bad_debt_ageing", "profit_reconciliation", "category_inputs",
    "potential_inputs", "product_facts", "model_diagnostics", "action_inputs", "action_options", "plan_terms",
    "price_products", "remedy_inputs", "customer_remedy",
})  # fmt: skip
"""Tables that tell nothing else."""
OPEN = frozenset(
    """
    run_id as_of run_id_1 as_of_1 load_id line source source_id customer_id parent_customer_id records sources
    in_customers status kind name given_name family_name parent_source_id owner team branch created_on city
    state country language probability period start_on end_on order_id ordered_on ordered_at returned_at
    product_id product_name category channel seller quantity gross discount net tax revenue is_return sale_lines
    return_lines returned day purchases revenue_total invoice_id due_on amount paid outstanding days_overdue
    overdue days_late gross_sales discounts returns taxes previous_revenue order_count line_count return_count
    visit_count call_count message_count case_count minutes first_purchase_on last_purchase_on window_first_on
    window_last_on purchase_days first_on last_on repeat_purchases recency_days age_days days_ago
    days_ago_squares spend service_days probability_alive expected_purchases lifetime_value lifetime_value_low
    lifetime_value_high model lifetime_model frequency monetary recency t recency_score frequency_score
    monetary_score t_score score rfmt_score rfmt_treatment actual_value potential_value unrealised_value
    growable repairable exit treatment previous_category at reference text value tax_id_valid email_valid
    phone_valid word
    wallet place expected_on expected_quantity expected_spend arguments
    lines discount_share answer need basis segment segment_probability question_rank customers certainty agreement
    traits need_basis need_probability need_treatment needs_segment categories sellers contacts programmes gap_days
    gap_deviation judged type transactional_points solutions_points relational_points collaborative_points
    price_sensitivity breadth contacts_on_both_sides joint_planning replenishment judged_type effort mismatch
    relationship_type judged_relationship selling_effort selling_mismatch
    purchases_in_quarter lasting_share discounted_purchases discounted_years
    programme started_on arm bought_before after_30 after_60 after_90 after_120 after_150 after_180 purpose said_at
    action value_low value_high price effect next_action next_net wished wished_value wished_resource
    goal cost open_to treated held_out minimum minimum_price resource unit pool capacity used deviation
    sale_lines quarter usual elasticity elasticity_low elasticity_high own_weight quantity_from quantity_to
    usual_low usual_price usual_high ceiling_price compared_share comparable_customers price_index unneeded_discount
    won lost win_rate win_rate_low win_rate_high
""".split()
)
"""What everybody who sees the customer may see. Lifetime value and category are among them: they are what a seller
works by, though they rest on margins."""
FIELDS = frozenset("tax_id email phone birth_date street postal_code credit_limit".split())
"""What a role may hide or mask."""
WORKING = ("key_", "clean_")


def seen_by(world: World, name: str) -> Access:
    return access_of(world.users[name])


def test_every_column_is_known(world: World) -> None:
    everything = tables(FULL)
    for table in COMPUTED:
        if table in COST_TABLES:
            continue
        for column in everything.query(f'SELECT * FROM "{table}" LIMIT 0').column_names:
            own = column.removesuffix("_source")
            known = column in MARGINS | OPEN | FIELDS or own in OPEN | FIELDS or column.startswith(WORKING)
            assert known, f"say whether {table}.{column} tells margins or personal data"


def test_without_margins_no_column_tells_one(world: World) -> None:
    for name in ("alice", "ines"):
        mine = tables(seen_by(world, name))
        assert not COST_TABLES & {*mine.names}
        for table in mine.names:
            found = mine.query(f'SELECT * FROM "{table}"')
            telling = {column for column in MARGINS & {*found.column_names} if (table, column) not in HARMLESS}
            told = [column for column in sorted(telling) if found[column].null_count < found.num_rows]
            assert told == [], table


def test_with_margins_they_are_there(world: World) -> None:
    everything = tables(FULL)
    told = {
        column
        for table in COMPUTED
        if (found := everything.query(f'SELECT * FROM "{table}"')).num_rows
        for column in MARGINS & {*found.column_names}
        if found[column].null_count < found.num_rows
    }
    assert told >= {"product_cost", "contribution", "service_cost", "financing_total", "profit", "expected_margin"}


def test_masked_and_hidden_fields_and_working_columns_stand_nowhere(world: World) -> None:
    mine = tables(seen_by(world, "mara"))
    for table in mine.names:
        found = mine.query(f'SELECT * FROM "{table}"')
        assert not [name for name in found.column_names if name.startswith(WORKING)], table
        said = str(found.to_pylist())
        for secret in ("11222333", "11.222.333", "aurora@padaria", "987654321", "Acacias"):
            assert secret not in said, table
