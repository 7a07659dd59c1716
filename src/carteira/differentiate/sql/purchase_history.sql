-- One row per customer with at least one purchase: what the lifetime models read. A purchase is a day with a line of quantity > 0.
-- Grain: customer_id. Units: days; contribution, spend and service_cost in minor units, contribution_squares in minor units squared (double).
-- contribution: revenue - product cost of all lines since the start, returns included. contribution_squares: the sum over the purchase days of
-- the square of that day's contribution. recency_days: first to last purchase. age_days: first purchase to the as-of date.
-- service_cost: the recurring cost to serve of the last 365 days: all charges and financing, without bad debt, also before the first purchase.
-- service_days: how many of those days the customer was one.
WITH purchases AS (
    SELECT
        customer_id,
        MIN(CASE WHEN purchases > 0 THEN "day" END) AS first_on,
        MAX(CASE WHEN purchases > 0 THEN "day" END) AS last_on,
        SUM(CASE WHEN purchases > 0 THEN 1 ELSE 0 END) AS purchases,
        SUM(contribution) AS contribution,
        SUM(CASE WHEN purchases > 0 THEN CAST(contribution AS DOUBLE) * CAST(contribution AS DOUBLE) ELSE 0 END) AS contribution_squares,
        SUM(revenue) AS spend
    FROM purchase_days
    GROUP BY customer_id
    HAVING SUM(CASE WHEN purchases > 0 THEN 1 ELSE 0 END) > 0
),
served AS (
    SELECT c.customer_id, c.amount
    FROM charges AS c
    INNER JOIN periods AS y ON y.period = 'year' AND c.on_date >= y.start_on AND c.on_date < y.end_on
    UNION ALL
    SELECT customer_id, financing_year AS amount
    FROM invoice_balances
),
service AS (
    SELECT customer_id, SUM(amount) AS amount
    FROM served
    WHERE customer_id IS NOT NULL
    GROUP BY customer_id
)
SELECT
    p.customer_id, p.first_on, p.last_on,
    CAST(p.purchases AS BIGINT) AS purchases,
    CAST(p.purchases - 1 AS BIGINT) AS repeat_purchases,
    CAST(DATE_DIFF('day', p.first_on, p.last_on) AS BIGINT) AS recency_days,
    CAST(DATE_DIFF('day', p.first_on, run.as_of) AS BIGINT) AS age_days,
    CAST(p.contribution AS BIGINT) AS contribution,
    CAST(p.contribution_squares AS DOUBLE) AS contribution_squares,
    CAST(p.spend AS BIGINT) AS spend,
    CAST(COALESCE(s.amount, 0) AS BIGINT) AS service_cost,
    CAST(LEAST(DATE_DIFF('day', p.first_on, run.as_of), 365) AS BIGINT) AS service_days
FROM purchases AS p
CROSS JOIN run
LEFT JOIN service AS s ON s.customer_id = p.customer_id
