-- What the needs of a customer are found from, beside what it buys (a helper of customer_needs).
-- Grain: customer_id, every customer. discount_share: discounts in gross sales since the start, null where nothing was sold.
-- answer: what the customer last answered to the question of the book's setting needs_question, null where it never did.
WITH sold AS (
    SELECT customer_id, SUM(discount) AS discount, SUM(gross) AS gross
    FROM order_lines
    WHERE customer_id IS NOT NULL AND NOT is_return
    GROUP BY customer_id
),
answered AS (
    SELECT l.customer_id, a.answer, ROW_NUMBER() OVER (PARTITION BY l.customer_id ORDER BY a."at" DESC NULLS LAST, a.answer) AS place
    FROM answers AS a
    INNER JOIN customer_links AS l ON l.source = a.source AND l.source_id = a.customer
    INNER JOIN run AS r ON a.question = r.needs_question AND (a."at" IS NULL OR a."at" < r.as_of)
)
SELECT
    g.customer_id, g.kind, c.category, c.actual_value,
    CASE WHEN s.gross > 0 THEN CAST(s.discount AS DOUBLE) / s.gross END AS discount_share,
    n.answer
FROM customer_golden AS g
INNER JOIN customer_category AS c ON c.customer_id = g.customer_id
LEFT JOIN sold AS s ON s.customer_id = g.customer_id
LEFT JOIN answered AS n ON n.customer_id = g.customer_id AND n.place = 1
