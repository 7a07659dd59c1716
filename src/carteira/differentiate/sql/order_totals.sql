-- One row per completed order (a helper of the charges, the counts and the timeline).
-- Grain: source, order_id. An order whose lines name several customers belongs to the one with the lowest id. customer_id null: unidentified.
-- Units: revenue, margin and returned (net of the return lines, positive) in minor units. ordered_on is the day of its first sale line.
SELECT
    source, order_id,
    MIN(customer_id) AS customer_id,
    MIN(CASE WHEN NOT is_return THEN ordered_on END) AS ordered_on,
    MIN(CASE WHEN NOT is_return THEN ordered_at END) AS ordered_at,
    MIN(CASE WHEN is_return THEN ordered_at END) AS returned_at,
    CAST(SUM(CASE WHEN is_return THEN 0 ELSE 1 END) AS BIGINT) AS sale_lines,
    CAST(SUM(CASE WHEN is_return THEN 1 ELSE 0 END) AS BIGINT) AS return_lines,
    CAST(SUM(revenue) AS BIGINT) AS revenue,
    CAST(SUM(revenue - product_cost) AS BIGINT) AS margin,
    CAST(SUM(CASE WHEN is_return THEN -net ELSE 0 END) AS BIGINT) AS returned,
    MIN(channel) AS channel,
    MIN(seller) AS seller
FROM order_lines
GROUP BY source, order_id
