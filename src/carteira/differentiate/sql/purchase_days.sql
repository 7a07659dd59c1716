-- One row per customer and day on which there was an order line (a helper of purchase_history and customer_profit).
-- Grain: customer_id, day. Units: revenue and contribution (revenue - product cost, returns included) in minor units; purchases counts sale lines.
SELECT
    customer_id, ordered_on AS "day",
    CAST(SUM(CASE WHEN is_return THEN 0 ELSE 1 END) AS BIGINT) AS purchases,
    CAST(SUM(revenue) AS BIGINT) AS revenue,
    CAST(SUM(revenue - product_cost) AS BIGINT) AS contribution
FROM order_lines
WHERE customer_id IS NOT NULL
GROUP BY customer_id, ordered_on
