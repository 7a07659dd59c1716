-- What the potential of a customer is found from (a helper of customer_potential).
-- Grain: customer_id, every customer. Units: money in minor units. discounts, visits, activities, revenue, gross_margin and purchases
-- (days with a line of quantity > 0) are of the 365 days before the as-of date, as is late_payment: the financing of overdue invoices and what
-- of those that fell due is expected to be lost, at a rate between the customer's own and, weighing as twenty usual invoices, the book's. The squares are
-- sums of the squared amounts of a day, or of an invoice. wallet: what the customer buys a year from everybody in what we
-- sell, as last estimated for each category, null where nobody has. spend, age_days, main_category: as in category_inputs.
WITH days_sold AS (
    SELECT
        l.customer_id, l.ordered_on,
        SUM(CASE WHEN l.is_return THEN 0 ELSE 1 END) AS lines,
        SUM(CASE WHEN l.is_return THEN 0 ELSE l.discount END) AS discounts,
        SUM(l.revenue) AS revenue,
        SUM(l.revenue - l.product_cost) AS gross_margin
    FROM order_lines AS l
    INNER JOIN periods AS p ON p.period = 'year' AND l.ordered_on >= p.start_on AND l.ordered_on < p.end_on
    WHERE l.customer_id IS NOT NULL
    GROUP BY l.customer_id, l.ordered_on
),
sold AS (
    SELECT
        customer_id,
        SUM(CASE WHEN lines > 0 THEN 1 ELSE 0 END) AS purchases,
        SUM(discounts) AS discounts,
        SUM(CAST(discounts AS DOUBLE) * CAST(discounts AS DOUBLE)) AS discounts_squares,
        SUM(revenue) AS revenue,
        SUM(gross_margin) AS gross_margin
    FROM days_sold
    GROUP BY customer_id
),
days_served AS (
    SELECT
        c.customer_id, c.on_date,
        SUM(CASE WHEN c.step = 'visits' THEN c.amount ELSE 0 END) AS visits,
        SUM(CASE WHEN c.step = 'activities' THEN c.amount ELSE 0 END) AS activities
    FROM charges AS c
    INNER JOIN periods AS p ON p.period = 'year' AND c.on_date >= p.start_on AND c.on_date < p.end_on
    WHERE c.customer_id IS NOT NULL
    GROUP BY c.customer_id, c.on_date
),
served AS (
    SELECT
        customer_id,
        SUM(visits) AS visits,
        SUM(activities) AS activities,
        SUM(CAST(activities AS DOUBLE) * CAST(activities AS DOUBLE)) AS activities_squares
    FROM days_served
    GROUP BY customer_id
),
usual AS (
    SELECT 20 * AVG(CAST(amount AS DOUBLE)) AS amount, SUM(CAST(bad_debt_total AS DOUBLE)) / NULLIF(SUM(CAST(amount AS DOUBLE)), 0) AS loss_rate
    FROM invoice_balances
    WHERE amount > 0
),
losing AS (
    SELECT
        b.customer_id,
        (SUM(CAST(b.bad_debt_total AS DOUBLE)) + MAX(u.amount * u.loss_rate))
        / NULLIF(SUM(CASE WHEN b.amount > 0 THEN CAST(b.amount AS DOUBLE) ELSE 0 END) + MAX(u.amount), 0) AS rate
    FROM invoice_balances AS b
    CROSS JOIN usual AS u
    WHERE b.customer_id IS NOT NULL
    GROUP BY b.customer_id
),
late AS (
    SELECT customer_id, SUM(cost) AS cost, SUM(cost * cost) AS squares
    FROM (
        SELECT
            b.customer_id,
            CAST(b.financing_year AS DOUBLE)
            + CASE WHEN b.amount > 0 AND b.due_on >= p.start_on AND b.due_on < p.end_on THEN b.amount * COALESCE(l.rate, 0) ELSE 0 END AS cost
        FROM invoice_balances AS b
        INNER JOIN periods AS p ON p.period = 'year'
        INNER JOIN losing AS l ON l.customer_id = b.customer_id
    ) AS invoices
    GROUP BY customer_id
),
estimated AS (
    SELECT
        l.customer_id, CAST(w.estimated_annual_spend AS DOUBLE) * run.minor_factor AS spend,
        ROW_NUMBER() OVER (PARTITION BY l.customer_id, w.category ORDER BY w.as_of DESC NULLS LAST, w.estimated_annual_spend DESC) AS place
    FROM wallet AS w
    CROSS JOIN run
    INNER JOIN customer_links AS l ON l.source = w.source AND l.source_id = w.customer
    WHERE w.as_of IS NULL OR w.as_of < run.as_of
),
spending AS (
    SELECT customer_id, SUM(spend) AS wallet
    FROM estimated
    WHERE place = 1
    GROUP BY customer_id
)
SELECT
    i.customer_id, i.kind, i.status, i.actual_value, i.spend, i.age_days, i.main_category,
    COALESCE(t.probability_alive, 0) AS probability_alive, 
    COALESCE(t.discounted_purchases, 0) AS discounted_purchases, COALESCE(t.discounted_years, 0) AS discounted_years,
    COALESCE(o.purchases, 0) AS purchases,
    COALESCE(o.discounts, 0) AS discounts, COALESCE(s.visits, 0) AS visits, COALESCE(s.activities, 0) AS activities,
    COALESCE(b.cost, 0) AS late_payment,
    COALESCE(o.discounts_squares, 0) AS discounts_squares, COALESCE(s.activities_squares, 0) AS activities_squares,
    COALESCE(b.squares, 0) AS late_payment_squares,
    COALESCE(o.revenue, 0) AS revenue, COALESCE(o.gross_margin, 0) AS gross_margin, w.wallet
FROM category_inputs AS i
LEFT JOIN customer_lifetime AS t ON t.customer_id = i.customer_id
LEFT JOIN sold AS o ON o.customer_id = i.customer_id
LEFT JOIN served AS s ON s.customer_id = i.customer_id
LEFT JOIN late AS b ON b.customer_id = i.customer_id
LEFT JOIN spending AS w ON w.customer_id = i.customer_id
