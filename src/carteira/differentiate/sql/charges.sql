-- One row per charge of cost to serve before the as-of date, except financing and bad debt (see invoice_balances).
-- Grain: one interaction, case, treatment or entry of `costs`; one order and activity for the rates per order, line and per cent of revenue.
-- customer_id is null where the fact names no customer (unassigned). Each cost is charged once: its own amount, or else its rates.
-- Units: minutes; amount in minor units, rounded half-even once per charge (per line for the rates per line and per cent), 0 where nothing prices it.
-- step: visits, calls, messages, cases, treatments, activities, orders. on_date: the day it counts for.
WITH book AS (
    SELECT
        as_of,
        CAST(CAST(1 AS DOUBLE) / minor_factor AS DECIMAL(5, 4)) AS unit,
        CAST(CAST(0.5 AS DOUBLE) / minor_factor AS DECIMAL(6, 5)) AS half,
        CAST(CAST(0.01 AS DOUBLE) / minor_factor AS DECIMAL(7, 6)) AS unit_per_cent
    FROM run
),
priced_activities AS (
    SELECT
        customer, source, CAST("at" AS DATE) AS on_date,
        CASE channel WHEN 'visit' THEN 'visits' WHEN 'call' THEN 'calls' ELSE 'messages' END AS step,
        channel AS activity, id AS reference, minutes, cost AS given
    FROM interactions
    UNION ALL
    SELECT customer, source, "on" AS on_date, 'activities' AS step, activity, id AS reference, minutes, amount AS given
    FROM costs
),
priced AS (
    SELECT
        a.customer, a.source, a.on_date, a.step, a.activity, a.reference, a.minutes,
        CASE
            WHEN a.given IS NOT NULL THEN CAST(a.given AS DECIMAL(36, 12))
            ELSE CAST(COALESCE(CAST(per_minute.rate AS DECIMAL(19, 6)) * a.minutes, 0) AS DECIMAL(36, 12)) + COALESCE(per_event.rate, 0)
        END AS exact
    FROM priced_activities AS a
    LEFT JOIN rates AS per_minute
        ON per_minute.activity = a.activity AND per_minute.unit = 'minute'
        AND a.on_date >= per_minute.valid_from AND a.on_date < per_minute.valid_until
    LEFT JOIN rates AS per_event
        ON per_event.activity = a.activity AND per_event.unit = 'event'
        AND a.on_date >= per_event.valid_from AND a.on_date < per_event.valid_until
),
sourced AS (
    SELECT customer, source, on_date, step, activity, reference, minutes, exact FROM priced
    UNION ALL
    SELECT
        customer, source, CAST(opened_at AS DATE) AS on_date, 'cases' AS step, COALESCE(nature, 'case') AS activity,
        case_id AS reference, NULL AS minutes, CAST(COALESCE(compensation, 0) AS DECIMAL(36, 12)) AS exact
    FROM cases
    UNION ALL
    SELECT
        customer, source, CAST("at" AS DATE) AS on_date, 'treatments' AS step, programme AS activity,
        id AS reference, NULL AS minutes, CAST(COALESCE(cost, 0) AS DECIMAL(36, 12)) AS exact
    FROM treatments
),
days AS (
    SELECT DISTINCT ordered_on FROM order_lines
),
rates_by_day AS (
    SELECT days.ordered_on, rates.activity, rates.unit, rates.rate
    FROM rates
    INNER JOIN days ON days.ordered_on >= rates.valid_from AND days.ordered_on < rates.valid_until
    WHERE rates.unit IN ('order', 'line', 'percent_of_revenue')
),
charged AS (
    SELECT
        links.customer_id, s.source, s.on_date, s.step, s.activity, s.reference, s.minutes, CAST(s.exact AS DECIMAL(36, 12)) AS exact
    FROM sourced AS s
    LEFT JOIN customer_links AS links ON links.source = s.source AND links.source_id = s.customer
    UNION ALL
    SELECT
        o.customer_id, o.source, o.ordered_on AS on_date, 'orders' AS step, r.activity, o.order_id AS reference, NULL AS minutes,
        CAST(r.rate AS DECIMAL(36, 12)) AS exact
    FROM order_totals AS o
    INNER JOIN rates_by_day AS r ON r.ordered_on = o.ordered_on AND r.unit = 'order'
    WHERE o.sale_lines > 0
    UNION ALL
    SELECT
        l.customer_id, l.source, l.ordered_on AS on_date, 'orders' AS step, r.activity, l.order_id AS reference, NULL AS minutes,
        CASE
            WHEN r.unit = 'line' THEN CAST(r.rate AS DECIMAL(36, 12))
            ELSE CAST(CAST(l.revenue AS DECIMAL(19, 0)) * book.unit_per_cent * CAST(r.rate AS DECIMAL(10, 6)) AS DECIMAL(36, 12))
        END AS exact
    FROM order_lines AS l
    CROSS JOIN book
    INNER JOIN rates_by_day AS r ON r.ordered_on = l.ordered_on AND r.unit IN ('line', 'percent_of_revenue')
    WHERE NOT l.is_return
),
near AS (
    SELECT charged.*, book.unit, book.half, CAST(FLOOR(CAST(charged.exact AS DOUBLE) / CAST(book.unit AS DOUBLE) + 0.5) AS BIGINT) AS near
    FROM charged
    CROSS JOIN book
    WHERE charged.on_date < book.as_of
),
rest AS (
    SELECT near.*, exact - CAST(near AS DECIMAL(18, 0)) * unit AS rest
    FROM near
),
rounded AS (
    SELECT
        customer_id, source, on_date, step, activity, reference, minutes,
        near + CASE
            WHEN rest > half OR (rest = half AND near % 2 <> 0) THEN 1
            WHEN rest < -half OR (rest = -half AND near % 2 <> 0) THEN -1
            ELSE 0
        END AS amount
    FROM rest
)
SELECT customer_id, source, on_date, step, activity, reference, minutes, amount
FROM rounded
WHERE step <> 'orders'
UNION ALL
SELECT customer_id, source, on_date, step, activity, reference, NULL AS minutes, CAST(SUM(amount) AS BIGINT) AS amount
FROM rounded
WHERE step = 'orders'
GROUP BY customer_id, source, on_date, step, activity, reference
