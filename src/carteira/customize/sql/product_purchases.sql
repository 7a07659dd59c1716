-- What each customer bought of each product on each day: what the product plan reads.
-- Grain: customer_id, product_id, ordered_on. Units: quantity in pieces, revenue in minor units, both net of the returns of that day.
-- A product is its product_id, whichever source names it. Lines without customer or product are left out.
SELECT
    l.customer_id, l.product_id, l.ordered_on,
    SUM(CAST(l.quantity AS DOUBLE)) AS quantity,
    CAST(SUM(l.revenue) AS BIGINT) AS revenue
FROM order_lines AS l
WHERE l.customer_id IS NOT NULL AND l.product_id IS NOT NULL
GROUP BY l.customer_id, l.product_id, l.ordered_on
