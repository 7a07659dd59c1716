-- The sizes of the orders of the customers in remedy_inputs, in the window (a helper of customer_remedy).
-- Grain: customer_id, order. Units: amount in minor units: what the customer pays for the sale lines of the order, taxes included.
SELECT l.customer_id, CAST(SUM(l.net) AS BIGINT) AS amount
FROM order_lines AS l
INNER JOIN remedy_inputs AS i ON i.customer_id = l.customer_id
INNER JOIN periods AS p ON p.period = 'window' AND l.ordered_on >= p.start_on AND l.ordered_on < p.end_on
WHERE NOT l.is_return
GROUP BY l.customer_id, l.source, l.order_id
HAVING SUM(l.net) > 0
