-- What the potential of a customer is found from (a helper of customer_potential).
-- Grain: customer_id, every customer. Units: money in minor units. discounts, visits, activities, late_payment (financing of overdue
-- invoices), revenue and gross_margin are of the 365 days before the as-of date. wallet: what the customer buys a year from everybody in what we
-- sell, as last estimated for each category, null where nobody has. spend, age_days, main_category: as in category_inputs.
WITH sold AS (
    SELECT
        l.customer_id,
        SUM(CASE WHEN l.is_return THEN 0 ELSE l.discount END) AS discounts,
        SUM(l.revenue) AS revenue,
        SUM(l.revenue - l.product_cost) AS gross_margin
    FROM order_lines AS l
    INNER JOIN periods AS p ON p.period = 'year' AND l.ordered_on >= p.start_on AND l.ordered_on < p.end_on
    WHERE l.customer_id IS NOT NULL
    GROUP BY l.customer_id
),
served AS (
    SELECT
        c.customer_id,
        SUM(CASE WHEN c.step = 'visits' THEN c.amount ELSE 0 END) AS visits,
        SUM(CASE WHEN c.step = 'activities' THEN c.amount ELSE 0 END) AS activities
    FROM charges AS c
    INNER JOIN periods AS p ON p.period = 'year' AND c.on_date >= p.start_on AND c.on_date < p.end_on
    WHERE c.customer_id IS NOT NULL
    GROUP BY c.customer_id
),
late AS (
    SELECT customer_id, SUM(financing_year) AS financing
    FROM invoice_balances
    WHERE customer_id IS NOT NULL
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
    COALESCE(o.discounts, 0) AS discounts, COALESCE(s.visits, 0) AS visits, COALESCE(s.activities, 0) AS activities,
    COALESCE(b.financing, 0) AS late_payment,
    COALESCE(o.revenue, 0) AS revenue, COALESCE(o.gross_margin, 0) AS gross_margin, w.wallet
FROM category_inputs AS i
LEFT JOIN customer_lifetime AS t ON t.customer_id = i.customer_id
LEFT JOIN sold AS o ON o.customer_id = i.customer_id
LEFT JOIN served AS s ON s.customer_id = i.customer_id
LEFT JOIN late AS b ON b.customer_id = i.customer_id
LEFT JOIN spending AS w ON w.customer_id = i.customer_id
