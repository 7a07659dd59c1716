-- One row per customer: the current figure of everything computed. What lists, pages and the operational database read.
-- Grain: customer_id. Units: money in minor units; the rest as the table it comes from says.
SELECT
    g.customer_id, g.kind, g.status, g.name, g.city, g.state, g.owner, g.team, g.branch, g.parent_customer_id, g.records, g.sources,
    p.gross_sales, p.discounts, p."returns", p.taxes, p.revenue, p.product_cost, p.gross_margin,
    p.visits, p.calls, p.messages, p.cases, p.treatments, p.activities, p.orders, p.financing, p.bad_debt, p.cost_to_serve, p.profit,
    p.previous_revenue, p.previous_profit, p.revenue_total, p.profit_total, p.unknown_cost_revenue, p.assumed_cost_revenue,
    p.order_count, p.line_count, p.return_count, p.visit_count, p.call_count, p.message_count, p.case_count, p.minutes,
    p.overdue, p.days_late, p.first_purchase_on, p.last_purchase_on, p.loss_cause, p.loss_amount,
    l.probability_alive, l.expected_purchases, l.expected_margin, l.lifetime_value, l.lifetime_value_low, l.lifetime_value_high,
    l.model AS lifetime_model,
    r.recency, r.frequency, r.monetary, r.t, r.recency_score, r.frequency_score, r.monetary_score, r.t_score, r.score AS rfmt_score,
    r.treatment AS rfmt_treatment,
    c.category, c.actual_value, c.potential_value, c.unrealised_value, v.way AS potential_way, c.growable, c.repairable, c.exit, c.losing_now,
    c.reason, c.reason_arguments, c.treatment, c.previous_category,
    n.need, n.basis AS need_basis, n.probability AS need_probability, n.treatment AS need_treatment, n.segment AS needs_segment,
    s.type AS relationship_type, s.judged_type AS judged_relationship, s.effort AS selling_effort, s.mismatch AS selling_mismatch
FROM customer_golden AS g
LEFT JOIN customer_profit AS p ON p.customer_id = g.customer_id
LEFT JOIN customer_lifetime AS l ON l.customer_id = g.customer_id
LEFT JOIN customer_rfmt AS r ON r.customer_id = g.customer_id
LEFT JOIN customer_category AS c ON c.customer_id = g.customer_id
LEFT JOIN customer_potential AS v ON v.customer_id = g.customer_id
LEFT JOIN customer_needs AS n ON n.customer_id = g.customer_id
LEFT JOIN customer_relationship AS s ON s.customer_id = g.customer_id
