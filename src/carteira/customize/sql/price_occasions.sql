-- Each day on which a customer bought of a category, and how dear it was: what the elasticity of purchases is estimated from.
-- Grain: customer_id, category, ordered_on. Units: minor units. Returns and lines without customer or product are left out.
-- net: what was paid; usual: what the same quantities would have cost at each product's average price of that quarter, whoever bought.
WITH sales AS (
    SELECT
        customer_id, product_id, category, ordered_on, net,
        CAST(quantity AS DOUBLE) AS quantity,
        EXTRACT(YEAR FROM ordered_on) * 4 + EXTRACT(QUARTER FROM ordered_on) AS quarter
    FROM order_lines
    WHERE product_id IS NOT NULL AND NOT is_return AND quantity > 0 AND net > 0
),
prices AS (
    SELECT product_id, quarter, CAST(SUM(net) AS DOUBLE) / SUM(quantity) AS price
    FROM sales
    GROUP BY product_id, quarter
)
SELECT
    s.customer_id, s.category, s.ordered_on,
    CAST(MAX(s.quarter) AS BIGINT) AS quarter,
    CAST(SUM(s.net) AS DOUBLE) AS net,
    SUM(s.quantity * p.price) AS usual
FROM sales AS s
INNER JOIN prices AS p ON p.product_id = s.product_id AND p.quarter = s.quarter
WHERE s.customer_id IS NOT NULL
GROUP BY s.customer_id, s.category, s.ordered_on
