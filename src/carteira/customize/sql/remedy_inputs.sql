-- What the remedies of a customer are found from: the waterfall of its year, as the parts that a remedy can change.
-- Grain: customer_id, those with a loss in the window or with something overdue. Units: money in minor units a year: amounts of the window, and
-- where that is not twelve months, times 365 / its days (from the book's first purchase on). Counts are a year's too; overdue and days_late as in customer_profit.
-- paid: what the customer pays, taxes included, less returns. per_order: costs charged by order; per_sale: those by line and per cent, cases, and
-- nothing else; delivery: of both orders and activities; services: the other activities; campaigns: messages and treatments; late: financing and bad debt.
-- usual_discount: discounts / gross sales of all customers of the same kind whose gross sales lie between the same powers of two.
-- call_cost, call_minutes: of one call, on average over the book; 0 where there was none. visit_minutes: of all visits of the year.
WITH span AS (
    SELECT CASE
        WHEN MIN(run."window") = '12m' THEN 1.0
        ELSE CAST(365 AS DOUBLE) / GREATEST(DATE_DIFF('day', GREATEST(MIN(run.window_start), MIN(d."day")), MIN(run.window_end)), 1)
    END AS per_year
    FROM run
    CROSS JOIN purchase_days AS d
),
by_order AS (
    SELECT DISTINCT activity FROM rates WHERE unit = 'order'
),
served AS (
    SELECT
        c.customer_id,
        SUM(CASE WHEN c.step IN ('activities', 'orders') AND c.activity = 'delivery' THEN c.amount ELSE 0 END) AS delivery,
        SUM(CASE WHEN c.step = 'activities' AND c.activity <> 'delivery' THEN c.amount ELSE 0 END) AS services,
        SUM(CASE WHEN c.step = 'orders' AND c.activity <> 'delivery' AND b.activity IS NOT NULL THEN c.amount ELSE 0 END) AS per_order,
        SUM(CASE WHEN c.step = 'visits' THEN c.minutes ELSE 0 END) AS visit_minutes,
        SUM(CASE WHEN c.step = 'calls' THEN c.minutes ELSE 0 END) AS call_minutes
    FROM charges AS c
    INNER JOIN periods AS p ON p.period = 'window' AND c.on_date >= p.start_on AND c.on_date < p.end_on
    LEFT JOIN by_order AS b ON b.activity = c.activity
    WHERE c.customer_id IS NOT NULL
    GROUP BY c.customer_id
),
sized AS (
    SELECT
        p.*, g.kind, s.delivery, s.services, s.per_order, s.visit_minutes, s.call_minutes,
        CASE WHEN p.gross_sales > 0 THEN CAST(FLOOR(LOG2(CAST(p.gross_sales AS DOUBLE))) AS BIGINT) END AS size
    FROM customer_profit AS p
    INNER JOIN customer_golden AS g ON g.customer_id = p.customer_id
    LEFT JOIN served AS s ON s.customer_id = p.customer_id
),
compared AS (
    SELECT
        sized.*,
        CAST(SUM(discounts) OVER (PARTITION BY kind, size) AS DOUBLE)
            / NULLIF(CAST(SUM(gross_sales) OVER (PARTITION BY kind, size) AS DOUBLE), 0) AS usual_discount,
        CAST(SUM(calls) OVER () AS DOUBLE) / NULLIF(SUM(call_count) OVER (), 0) AS call_cost,
        SUM(call_minutes) OVER () / NULLIF(SUM(call_count) OVER (), 0) AS minutes_of_a_call
    FROM sized
)
SELECT
    c.customer_id,
    c.gross_sales * y.per_year AS gross_sales,
    c.discounts * y.per_year AS discounts,
    (c.revenue + c.taxes) * y.per_year AS paid,
    c.revenue * y.per_year AS revenue,
    c.gross_margin * y.per_year AS gross_margin,
    COALESCE(c.per_order, 0) * y.per_year AS per_order,
    (c.activities + c.orders + c.cases - COALESCE(c.per_order, 0) - COALESCE(c.delivery, 0) - COALESCE(c.services, 0)) * y.per_year AS per_sale,
    COALESCE(c.delivery, 0) * y.per_year AS delivery,
    COALESCE(c.services, 0) * y.per_year AS services,
    c.visits * y.per_year AS visits,
    c.calls * y.per_year AS calls,
    (c.messages + c.treatments) * y.per_year AS campaigns,
    (c.financing + c.bad_debt) * y.per_year AS late,
    c.profit * y.per_year AS profit,
    c.order_count * y.per_year AS order_count,
    c.visit_count * y.per_year AS visit_count,
    c.call_count * y.per_year AS call_count,
    COALESCE(c.visit_minutes, 0) * y.per_year AS visit_minutes,
    COALESCE(c.call_cost, 0) AS call_cost,
    COALESCE(c.minutes_of_a_call, 0) AS call_minutes,
    COALESCE(c.usual_discount, 0) AS usual_discount,
    c.overdue, c.days_late
FROM compared AS c
CROSS JOIN span AS y
WHERE c.profit < 0 OR c.overdue > 0
