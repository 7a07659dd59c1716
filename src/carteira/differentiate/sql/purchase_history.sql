-- One row per customer with at least one purchase: what the lifetime models read. A purchase is a day with a line of quantity > 0.
-- Grain: customer_id. Units: days; contribution, spend and service_cost in minor units, contribution_squares in minor units squared (double).
-- contribution: what purchases leave since the start, returns included: revenue - product cost - the costs that follow volume (handling orders,
-- activities such as delivery, financing of invoices without provision, and what of all invoices is expected to be lost). The loss is the book's,
-- not the customer's: one customer's bad debt is chance, the book's rate recurs. It is the bad debt of the invoices due longer ago than the
-- ageing table reaches (of all those due, in a younger book), since newer ones still look as if they would be paid; and what is lost is financed
-- for half the horizon on average. contribution_squares: the sum over the purchase days of the square of the day's contribution, each day
-- carrying the customer's mean cost of volume.
-- days_ago: the mean over the purchase days of the days before the as-of date, each at most three years (1096): older than that is equally old.
-- days_ago_squares: the sum of squares around that mean. contribution_by_days_ago: the sum of contributions (before losses and financing, which
-- follow no day) times the deviation of their day from it.
-- service_cost: the costs that follow time, of the last 365 days, also before the first purchase: visits, calls, messages, cases, treatments.
-- recency_days: first to last purchase. age_days: first purchase to the as-of date. service_days: how many of the 365 days it was a customer.
WITH days AS (
    SELECT
        d.customer_id, d."day", d.purchases, d.revenue, d.contribution,
        CAST(LEAST(DATE_DIFF('day', d."day", run.as_of), 1096) AS BIGINT) AS days_ago
    FROM purchase_days AS d
    CROSS JOIN run
),
purchases AS (
    SELECT
        customer_id,
        MIN(CASE WHEN purchases > 0 THEN "day" END) AS first_on,
        MAX(CASE WHEN purchases > 0 THEN "day" END) AS last_on,
        SUM(CASE WHEN purchases > 0 THEN 1 ELSE 0 END) AS purchases,
        SUM(contribution) AS margin,
        SUM(CASE WHEN purchases > 0 THEN CAST(contribution AS DOUBLE) ELSE 0 END) AS day_margins,
        SUM(CASE WHEN purchases > 0 THEN CAST(contribution AS DOUBLE) * CAST(contribution AS DOUBLE) ELSE 0 END) AS day_squares,
        SUM(revenue) AS spend,
        CAST(SUM(CASE WHEN purchases > 0 THEN days_ago ELSE 0 END) AS DOUBLE) AS ages,
        CAST(SUM(CASE WHEN purchases > 0 THEN days_ago * days_ago ELSE 0 END) AS DOUBLE) AS age_squares,
        CAST(SUM(contribution * days_ago) AS DOUBLE) AS aged_margin
    FROM days
    GROUP BY customer_id
    HAVING SUM(CASE WHEN purchases > 0 THEN 1 ELSE 0 END) > 0
),
handled AS (
    SELECT
        c.customer_id,
        SUM(c.amount) AS amount,
        CAST(SUM(c.amount * LEAST(DATE_DIFF('day', c.on_date, run.as_of), 1096)) AS DOUBLE) AS aged
    FROM charges AS c
    CROSS JOIN run
    WHERE c.customer_id IS NOT NULL AND c.step IN ('orders', 'activities')
    GROUP BY c.customer_id
),
ageing AS (
    SELECT COALESCE(MAX(days_over), 0) AS days_over FROM bad_debt_ageing
),
due AS (
    SELECT i.bad_debt_total, i.amount, i.days_due > ageing.days_over AS is_settled
    FROM (
        SELECT b.amount, b.bad_debt_total, DATE_DIFF('day', b.due_on, run.as_of) AS days_due
        FROM invoice_balances AS b
        CROSS JOIN run
        WHERE b.amount > 0
    ) AS i
    CROSS JOIN ageing
    WHERE i.days_due > 0
),
losses AS (
    SELECT
        COALESCE(
            CAST(SUM(CASE WHEN is_settled THEN bad_debt_total END) AS DOUBLE) / NULLIF(CAST(SUM(CASE WHEN is_settled THEN amount END) AS DOUBLE), 0),
            CAST(SUM(bad_debt_total) AS DOUBLE) / NULLIF(CAST(SUM(amount) AS DOUBLE), 0),
            0
        ) AS rate
    FROM due
),
lost AS (
    SELECT losses.rate * (1 + CAST(run.financing_rate AS DOUBLE) * CAST(run.horizon_years AS DOUBLE) / 2) AS rate
    FROM losses
    CROSS JOIN run
),
credit AS (
    SELECT
        i.customer_id,
        SUM(CASE WHEN i.bad_debt_total = 0 THEN i.financing_total ELSE 0 END) + SUM(
            CASE WHEN i.amount > 0 THEN CAST(FLOOR(CAST(i.amount AS DOUBLE) * lost.rate + 0.5) AS BIGINT) ELSE 0 END
        ) AS amount
    FROM invoice_balances AS i
    CROSS JOIN lost
    WHERE i.customer_id IS NOT NULL
    GROUP BY i.customer_id
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
        COALESCE(v.amount, 0) AS handling,
        COALESCE(v.aged, 0) AS aged_handling,
        COALESCE(v.amount, 0) + COALESCE(c.amount, 0) AS volume_cost,
        CAST(COALESCE(v.amount, 0) + COALESCE(c.amount, 0) AS DOUBLE) / CAST(p.purchases AS DOUBLE) AS cost_per_purchase,
        p.ages / CAST(p.purchases AS DOUBLE) AS days_ago,
        COALESCE(s.amount, 0) AS service_cost
    FROM purchases AS p
    LEFT JOIN handled AS v ON v.customer_id = p.customer_id
    LEFT JOIN credit AS c ON c.customer_id = p.customer_id
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
    j.days_ago,
    GREATEST(j.age_squares - j.ages * j.days_ago, 0) AS days_ago_squares,
    j.aged_margin - j.aged_handling - CAST(j.margin - j.handling AS DOUBLE) * j.days_ago AS contribution_by_days_ago,
    CAST(j.spend AS BIGINT) AS spend,
    CAST(j.service_cost AS BIGINT) AS service_cost,
    CAST(LEAST(DATE_DIFF('day', j.first_on, run.as_of), 365) AS BIGINT) AS service_days
FROM joined AS j
CROSS JOIN run
