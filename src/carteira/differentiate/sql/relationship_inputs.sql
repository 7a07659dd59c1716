-- What tells how a company chooses to buy, and how much it is sold to today (a helper of customer_relationship).
-- Grain: customer_id of a company, every one. discount_share: discounts in gross sales since the start; categories: product categories bought;
-- sellers: who sold to it; contacts: its people that we know; programmes: those it was treated by; gap_days and gap_deviation: days between its
-- purchase days, their mean and standard deviation (null below three purchase days); minutes: visits and our calls in the last 365 days;
-- judged: how its seller thinks that it buys, the last answer to the question of the book's setting relationship_question.
WITH gaps AS (
    SELECT customer_id, DATE_DIFF('day', LAG("day") OVER (PARTITION BY customer_id ORDER BY "day"), "day") AS gap
    FROM purchase_days
    WHERE purchases > 0
),
rhythm AS (
    SELECT customer_id, AVG(CAST(gap AS DOUBLE)) AS gap_days, STDDEV_SAMP(CAST(gap AS DOUBLE)) AS gap_deviation
    FROM gaps
    WHERE gap IS NOT NULL
    GROUP BY customer_id
    HAVING COUNT(*) > 1
),
bought AS (
    SELECT customer_id, COUNT(DISTINCT category) AS categories, COUNT(DISTINCT seller) AS sellers
    FROM order_lines
    WHERE customer_id IS NOT NULL AND NOT is_return
    GROUP BY customer_id
),
known AS (
    SELECT l.customer_id, COUNT(DISTINCT k.name) AS contacts
    FROM contacts AS k
    INNER JOIN customer_links AS l ON l.source = k.source AND l.source_id = k.customer
    GROUP BY l.customer_id
),
joined AS (
    SELECT l.customer_id, COUNT(DISTINCT t.programme) AS programmes
    FROM treatments AS t
    INNER JOIN customer_links AS l ON l.source = t.source AND l.source_id = t.customer
    WHERE t.arm = 'treated'
    GROUP BY l.customer_id
),
sold AS (
    SELECT l.customer_id, SUM(CAST(i.minutes AS DOUBLE)) AS minutes
    FROM interactions AS i
    INNER JOIN customer_links AS l ON l.source = i.source AND l.source_id = i.customer
    CROSS JOIN run AS r
    WHERE (i.channel = 'visit' OR (i.channel = 'call' AND i.direction = 'out'))
        AND i."at" >= r.as_of - INTERVAL 365 DAY AND i."at" < r.as_of
    GROUP BY l.customer_id
),
answered AS (
    SELECT l.customer_id, a.answer, ROW_NUMBER() OVER (PARTITION BY l.customer_id ORDER BY a."at" DESC NULLS LAST, a.answer) AS place
    FROM answers AS a
    INNER JOIN customer_links AS l ON l.source = a.source AND l.source_id = a.customer
    INNER JOIN run AS r ON a.question = r.relationship_question AND (a."at" IS NULL OR a."at" < r.as_of)
)
SELECT
    n.customer_id, n.discount_share,
    COALESCE(b.categories, 0) AS categories, COALESCE(b.sellers, 0) AS sellers, COALESCE(k.contacts, 0) AS contacts,
    COALESCE(j.programmes, 0) AS programmes, h.gap_days, h.gap_deviation, COALESCE(s.minutes, 0) AS minutes, a.answer AS judged
FROM needs_inputs AS n
LEFT JOIN bought AS b ON b.customer_id = n.customer_id
LEFT JOIN known AS k ON k.customer_id = n.customer_id
LEFT JOIN joined AS j ON j.customer_id = n.customer_id
LEFT JOIN rhythm AS h ON h.customer_id = n.customer_id
LEFT JOIN sold AS s ON s.customer_id = n.customer_id
LEFT JOIN answered AS a ON a.customer_id = n.customer_id AND a.place = 1
WHERE n.kind = 'company'
