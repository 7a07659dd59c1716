-- What each customer paid for each product in the last 365 days (a helper of price_corridors and customer_price).
-- Grain: customer_id, product_id. Units: quantity in pieces, money in minor units, both net of returns; sale_lines without returns.
-- gross is before discount, net after it (tax included in both), revenue without tax. known_revenue and product_cost: of lines whose
-- cost is known. Left out: lines without customer or product, and what was returned as a whole or given away.
SELECT
    l.customer_id, l.product_id,
    MAX(l.product_name) AS product_name,
    SUM(CAST(l.quantity AS DOUBLE)) AS quantity,
    CAST(SUM(CASE WHEN l.is_return THEN 0 ELSE 1 END) AS BIGINT) AS sale_lines,
    CAST(SUM(l.gross) AS BIGINT) AS gross,
    CAST(SUM(l.net) AS BIGINT) AS net,
    CAST(SUM(l.revenue) AS BIGINT) AS revenue,
    CAST(SUM(CASE WHEN l.cost_basis = 'known' THEN l.revenue ELSE 0 END) AS BIGINT) AS known_revenue,
    CAST(SUM(CASE WHEN l.cost_basis = 'known' THEN l.product_cost ELSE 0 END) AS BIGINT) AS product_cost
FROM order_lines AS l
INNER JOIN periods AS p ON p.period = 'year' AND l.ordered_on >= p.start_on AND l.ordered_on < p.end_on
WHERE l.customer_id IS NOT NULL AND l.product_id IS NOT NULL
GROUP BY l.customer_id, l.product_id
HAVING
    SUM(CAST(l.quantity AS DOUBLE)) > 0 AND SUM(l.gross) > 0 AND SUM(l.net) > 0
    AND SUM(CASE WHEN l.is_return THEN 0 ELSE 1 END) > 0
