-- The segment in which prices are compared, and what serving each customer costs (a helper of price_corridors and customer_price).
-- Grain: customer_id, every customer. Units: revenue and cost_to_serve in minor units, in the window of the run.
-- segment: the needs segment named for the declared need, else the one in which the customer was found; null for who never bought.
SELECT g.customer_id, g.kind, COALESCE(named.segment, n.segment) AS segment, p.revenue, p.cost_to_serve
FROM customer_golden AS g
INNER JOIN customer_profit AS p ON p.customer_id = g.customer_id
LEFT JOIN customer_needs AS n ON n.customer_id = g.customer_id
LEFT JOIN needs_segments AS named ON named.need = n.need AND n.basis = 'declared'
