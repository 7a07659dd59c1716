-- What the value category reads of each customer (a helper of customer_category).
-- Grain: customer_id, every customer. Units: money in minor units; age_days since the first purchase, null for who never bought.
-- spend: revenue since the start. main_category: the product category with the highest revenue since the start.
WITH categories AS (
    SELECT customer_id, category, SUM(revenue_total) AS revenue
    FROM purchase_types
    WHERE category IS NOT NULL
    GROUP BY customer_id, category
),
ranked AS (
    SELECT customer_id, category, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY revenue DESC, category) AS place
    FROM categories
)
SELECT
    g.customer_id, g.kind, g.status,
    COALESCE(l.lifetime_value, 0) AS actual_value,
    p.profit, p.revenue, p.revenue_total AS spend, h.age_days, r.category AS main_category,
    p.loss_cause, p.loss_amount, p.visit_count, p.call_count, p.message_count, p.return_count, p.order_count, p.case_count, p.days_late
FROM customer_golden AS g
INNER JOIN customer_profit AS p ON p.customer_id = g.customer_id
LEFT JOIN customer_lifetime AS l ON l.customer_id = g.customer_id
LEFT JOIN purchase_history AS h ON h.customer_id = g.customer_id
LEFT JOIN ranked AS r ON r.customer_id = g.customer_id AND r.place = 1
