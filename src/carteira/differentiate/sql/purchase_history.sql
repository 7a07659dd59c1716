-- One row per customer with at least one purchase: what the lifetime models read. A purchase is a day with a line of quantity > 0.
-- Grain: customer_id. Units: days; contribution, spend and service_cost in minor units, contribution_squares in minor units squared (double).
-- contribution: what purchases leave since the start, returns included: revenue - product cost - the costs that follow volume (handling orders,
-- activities such as delivery, financing, and what of the invoices fallen due is expected to be lost, at the book's own rate: one customer's bad
-- debt is chance, the book's rate recurs). contribution_squares: the sum over the purchase days of the square of the day's contribution, each
-- day carrying the customer's mean cost of volume.
-- service_cost: the costs that follow time, of the last 365 days, also before the first purchase: visits, calls, messages, cases, treatments.
-- recency_days: first to last purchase. age_days: first purchase to the as-of date. service_days: how many of the 365 days it was a customer.
WITH purchases AS (
    SELECT
        customer_id,
        MIN(CASE WHEN purchases > 0 THEN "day" END) AS first_on,
        MAX(CASE WHEN purchases > 0 THEN "day" END) AS last_on,
        SUM(CASE WHEN purchases > 0 THEN 1 ELSE 0 END) AS purchases,
        SUM(contribution) AS margin,
        SUM(CASE WHEN purchases > 0 THEN CAST(contribution AS DOUBLE) ELSE 0 END) AS day_margins,
        SUM(CASE WHEN purchases > 0 THEN CAST(contribution AS DOUBLE) * CAST(contribution AS DOUBLE) ELSE 0 END) AS day_squares,
        SUM(revenue) AS spend
    FROM purchase_days
    GROUP BY customer_id
    HAVING SUM(CASE WHEN purchases > 0 THEN 1 ELSE 0 END) > 0
),
losses AS (
    SELECT CAST(SUM(i.bad_debt_total) AS DOUBLE) / NULLIF(CAST(SUM(i.amount) AS DOUBLE), 0) AS rate
    FROM invoice_balances AS i
    CROSS JOIN run
    WHERE i.due_on < run.as_of AND i.amount > 0
),
by_volume AS (
    SELECT customer_id, amount FROM charges WHERE step IN ('orders', 'activities')
    UNION ALL
    SELECT customer_id, financing_total AS amount FROM invoice_balances
    UNION ALL
    SELECT i.customer_id, CAST(FLOOR(CAST(i.amount AS DOUBLE) * losses.rate + 0.5) AS BIGINT) AS amount
    FROM invoice_balances AS i
    CROSS JOIN losses
    CROSS JOIN run
    WHERE i.due_on < run.as_of AND i.amount > 0
),
volume AS (
    SELECT customer_id, SUM(amount) AS amount
    FROM by_volume
    WHERE customer_id IS NOT NULL
    GROUP BY customer_id
),
service AS (
    SELECT c.customer_id, SUM(c.amount) AS amount
    FROM charges AS c
    INNER JOIN periods AS y ON y.period = 'year' AND c.on_date >= y.start_on AND c.on_date < y.end_on
    WHERE c.customer_id IS NOT NULL AND c.step NOT IN ('orders', 'activities')
    GROUP BY c.customer_id
),
joined AS (
    SELECT
        p.*,
        COALESCE(v.amount, 0) AS volume_cost,
        CAST(COALESCE(v.amount, 0) AS DOUBLE) / CAST(p.purchases AS DOUBLE) AS cost_per_purchase,
        COALESCE(s.amount, 0) AS service_cost
    FROM purchases AS p
    LEFT JOIN volume AS v ON v.customer_id = p.customer_id
    LEFT JOIN service AS s ON s.customer_id = p.customer_id
)
SELECT
    j.customer_id, j.first_on, j.last_on,
    CAST(j.purchases AS BIGINT) AS purchases,
    CAST(j.purchases - 1 AS BIGINT) AS repeat_purchases,
    CAST(DATE_DIFF('day', j.first_on, j.last_on) AS BIGINT) AS recency_days,
    CAST(DATE_DIFF('day', j.first_on, run.as_of) AS BIGINT) AS age_days,
    CAST(j.margin - j.volume_cost AS BIGINT) AS contribution,
    j.day_squares - 2 * j.cost_per_purchase * j.day_margins + j.purchases * j.cost_per_purchase * j.cost_per_purchase AS contribution_squares,
    CAST(j.spend AS BIGINT) AS spend,
    CAST(j.service_cost AS BIGINT) AS service_cost,
    CAST(LEAST(DATE_DIFF('day', j.first_on, run.as_of), 365) AS BIGINT) AS service_days
FROM joined AS j
CROSS JOIN run
