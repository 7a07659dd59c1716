-- The closed opportunities of each segment: what the chance to win a quote rests on.
-- Grain: kind, segment (null: who never bought). Opportunities without a known customer are left out.
SELECT
    c.kind, c.segment,
    COUNT(CASE WHEN LOWER(o.stage) = 'won' THEN 1 END) AS won,
    COUNT(CASE WHEN LOWER(o.stage) = 'lost' THEN 1 END) AS lost
FROM opportunities AS o
CROSS JOIN run AS r
INNER JOIN customer_links AS l ON l.source = o.source AND l.source_id = o.customer
INNER JOIN price_customers AS c ON c.customer_id = l.customer_id
WHERE o.closed_on IS NULL OR o.closed_on < r.as_of
GROUP BY c.kind, c.segment
