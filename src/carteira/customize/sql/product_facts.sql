-- The products that were ever bought, with what their lines with a known cost brought and cost: what the product plan reads.
-- Grain: product_id. Units: minor units; known_revenue and known_cost are 0 where no line of the product has a known cost.
SELECT
    l.product_id,
    MAX(l.product_name) AS product_name,
    MAX(l.category) AS category,
    CAST(SUM(CASE WHEN l.cost_basis = 'known' THEN l.revenue ELSE 0 END) AS BIGINT) AS known_revenue,
    CAST(SUM(CASE WHEN l.cost_basis = 'known' THEN l.product_cost ELSE 0 END) AS BIGINT) AS known_cost
FROM order_lines AS l
WHERE l.product_id IS NOT NULL
GROUP BY l.product_id
