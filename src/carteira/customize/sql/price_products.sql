-- The products sold in the last 365 days with their list price, unit cost and tax (a helper of price_corridors).
-- Grain: product_id, whichever source names it. Units: prices and costs per piece in minor units, null where unknown.
-- unit_price: what a piece cost before discount, on average; list_price: the highest that a source lists.
-- unit_cost: that of the first source that tells one, else what a piece cost on average where known. tax_share: the part of net that is tax.
WITH listed AS (
    SELECT
        product_id,
        MAX(list_price) AS list_price,
        MIN_BY(unit_cost, CASE WHEN unit_cost IS NOT NULL THEN source END) AS unit_cost
    FROM products
    GROUP BY product_id
),
sold AS (
    SELECT
        l.product_id,
        MAX(l.product_name) AS product_name,
        MAX(l.category) AS category,
        SUM(l.gross) AS gross, SUM(l.net) AS net, SUM(l.tax) AS tax,
        SUM(CAST(l.quantity AS DOUBLE)) AS quantity,
        SUM(CASE WHEN l.cost_basis = 'known' THEN l.product_cost ELSE 0 END) AS cost,
        SUM(CASE WHEN l.cost_basis = 'known' THEN CAST(l.quantity AS DOUBLE) ELSE 0 END) AS costed
    FROM order_lines AS l
    INNER JOIN periods AS p ON p.period = 'year' AND l.ordered_on >= p.start_on AND l.ordered_on < p.end_on
    WHERE l.product_id IS NOT NULL
    GROUP BY l.product_id
)
SELECT
    s.product_id, s.product_name, s.category,
    CAST(s.gross AS DOUBLE) / s.quantity AS unit_price,
    CAST(d.list_price AS DOUBLE) * r.minor_factor AS list_price,
    COALESCE(CAST(d.unit_cost AS DOUBLE) * r.minor_factor, CASE WHEN s.costed > 0 THEN CAST(s.cost AS DOUBLE) / s.costed END) AS unit_cost,
    CAST(s.tax AS DOUBLE) / s.net AS tax_share
FROM sold AS s
CROSS JOIN run AS r
LEFT JOIN listed AS d ON d.product_id = s.product_id
WHERE s.quantity > 0 AND s.net > 0
