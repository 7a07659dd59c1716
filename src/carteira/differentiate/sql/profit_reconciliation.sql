-- Every step of the waterfall in the window: what customers carry, what nobody does, and the same total computed straight from the facts.
-- Grain: step, in the order of position. Units: minor units. difference = total - facts: anything but 0 is an error of the pipeline.
-- customers: the sum over customer_profit. unassigned: lines, charges and invoices that name no customer (shown, never spread).
-- facts: from orders, interactions, costs, cases, treatments, invoices, products and rates alone, without identity and the tables between.
WITH book AS (
    SELECT
        w.start_on, w.end_on,
        CAST(CAST(1 AS DOUBLE) / run.minor_factor AS DECIMAL(5, 4)) AS unit,
        CAST(CAST(0.5 AS DOUBLE) / run.minor_factor AS DECIMAL(6, 5)) AS half,
        CAST(CAST(0.01 AS DOUBLE) / run.minor_factor AS DECIMAL(7, 6)) AS unit_per_cent,
        CAST(CAST(1 AS DOUBLE) - run.assumed_margin AS DECIMAL(10, 6)) AS assumed_cost,
        CAST(run.financing_rate AS DECIMAL(9, 6)) AS financing_rate
    FROM run
    INNER JOIN periods AS w ON w.period = 'window'
),
product_costs AS (
    SELECT product_id, source, MAX(unit_cost) AS unit_cost
    FROM products
    WHERE unit_cost IS NOT NULL
    GROUP BY product_id, source
),
first_costs AS (
    SELECT product_id, MIN_BY(unit_cost, source) AS unit_cost
    FROM product_costs
    GROUP BY product_id
),
line_amounts AS (
    SELECT
        o.source, o.order_id, CAST(o.ordered_at AS DATE) AS on_date, o.quantity < 0 AS is_return,
        CAST(CAST(o.quantity AS DECIMAL(19, 6)) * o.unit_price AS DECIMAL(36, 12)) - COALESCE(o.discount, 0) AS net,
        COALESCE(o.discount, 0) AS discount,
        COALESCE(o.tax, 0) AS tax,
        CAST(CAST(o.quantity AS DECIMAL(19, 6)) * COALESCE(o.unit_cost, own.unit_cost, other.unit_cost) AS DECIMAL(36, 12)) AS cost
    FROM orders AS o
    INNER JOIN book AS b ON o.ordered_at >= CAST(b.start_on AS TIMESTAMP) AND o.ordered_at < CAST(b.end_on AS TIMESTAMP)
    LEFT JOIN product_costs AS own ON own.source = o.source AND own.product_id = o.product_id
    LEFT JOIN first_costs AS other ON other.product_id = o.product_id
    WHERE COALESCE(o.status, 'completed') = 'completed'
),
line_near AS (
    SELECT
        l.*, b.unit, b.half, b.unit_per_cent, b.assumed_cost,
        CAST(FLOOR(CAST(l.net AS DOUBLE) / CAST(b.unit AS DOUBLE) + 0.5) AS BIGINT) AS near_net,
        CAST(FLOOR(CAST(l.discount AS DOUBLE) / CAST(b.unit AS DOUBLE) + 0.5) AS BIGINT) AS near_discount,
        CAST(FLOOR(CAST(l.tax AS DOUBLE) / CAST(b.unit AS DOUBLE) + 0.5) AS BIGINT) AS near_tax
    FROM line_amounts AS l
    CROSS JOIN book AS b
),
line_rest AS (
    SELECT
        *,
        net - CAST(near_net AS DECIMAL(18, 0)) * unit AS rest_net,
        discount - CAST(near_discount AS DECIMAL(18, 0)) * unit AS rest_discount,
        tax - CAST(near_tax AS DECIMAL(18, 0)) * unit AS rest_tax
    FROM line_near
),
lines AS (
    SELECT
        source, order_id, on_date, is_return, cost, unit, unit_per_cent, assumed_cost,
        near_net + CASE
            WHEN rest_net > half OR (rest_net = half AND near_net % 2 <> 0) THEN 1
            WHEN rest_net < -half OR (rest_net = -half AND near_net % 2 <> 0) THEN -1
            ELSE 0
        END AS net,
        near_discount + CASE
            WHEN rest_discount > half OR (rest_discount = half AND near_discount % 2 <> 0) THEN 1
            WHEN rest_discount < -half OR (rest_discount = -half AND near_discount % 2 <> 0) THEN -1
            ELSE 0
        END AS discount,
        near_tax + CASE
            WHEN rest_tax > half OR (rest_tax = half AND near_tax % 2 <> 0) THEN 1
            WHEN rest_tax < -half OR (rest_tax = -half AND near_tax % 2 <> 0) THEN -1
            ELSE 0
        END AS tax
    FROM line_rest
),
sales AS (
    SELECT
        SUM(CASE WHEN is_return THEN 0 ELSE net + discount END) AS gross_sales,
        SUM(CASE WHEN is_return THEN 0 ELSE discount END) AS discounts,
        SUM(CASE WHEN is_return THEN -net ELSE 0 END) AS "returns",
        SUM(tax) AS taxes
    FROM lines
),
days AS (
    SELECT DISTINCT on_date FROM lines
),
sale_rates AS (
    SELECT d.on_date, r.unit, r.rate
    FROM days AS d
    INNER JOIN rates AS r ON d.on_date >= r.valid_from AND d.on_date < r.valid_until AND r.unit IN ('order', 'line', 'percent_of_revenue')
),
all_order_days AS (
    SELECT source, order_id, MIN(CAST(ordered_at AS DATE)) AS on_date
    FROM orders
    WHERE COALESCE(status, 'completed') = 'completed' AND quantity >= 0
    GROUP BY source, order_id
),
contacts AS (
    SELECT
        CASE channel WHEN 'visit' THEN 'visits' WHEN 'call' THEN 'calls' ELSE 'messages' END AS step,
        channel AS activity, CAST("at" AS DATE) AS on_date, minutes, cost AS given
    FROM interactions
    UNION ALL
    SELECT 'activities' AS step, activity, "on" AS on_date, minutes, amount AS given FROM costs
),
late AS (
    SELECT
        i.amount, i.due_on, COALESCE(i.paid_on, i.due_on) AS paid_on, b.start_on, b.end_on, b.financing_rate,
        CASE
            WHEN i.paid_on IS NULL AND i.paid_amount IS NULL THEN CAST(0 AS DECIMAL(18, 6))
            ELSE CAST(LEAST(GREATEST(COALESCE(i.paid_amount, i.amount), 0), i.amount) AS DECIMAL(18, 6))
        END AS paid
    FROM invoices AS i
    INNER JOIN book AS b ON i.amount > 0 AND i.due_on < b.end_on
),
owed AS (
    SELECT
        1 AS sign, DATE_DIFF('day', due_on, end_on) AS days_overdue,
        CASE WHEN paid_on < end_on THEN amount - paid ELSE amount END AS outstanding
    FROM late
    UNION ALL
    SELECT
        -1 AS sign, DATE_DIFF('day', due_on, start_on) AS days_overdue,
        CASE WHEN paid_on < start_on THEN amount - paid ELSE amount END AS outstanding
    FROM late
    WHERE due_on < start_on
),
exact AS (
    SELECT
        c.step, 1 AS sign, 1 AS divisor,
        COALESCE(
            CAST(c.given AS DECIMAL(36, 12)),
            CAST(
                CAST(COALESCE(CAST(m.rate AS DECIMAL(19, 6)) * c.minutes, 0) AS DECIMAL(36, 12)) + COALESCE(e.rate, 0)
            AS DECIMAL(36, 12))
        ) AS exact
    FROM contacts AS c
    INNER JOIN book AS b ON c.on_date >= b.start_on AND c.on_date < b.end_on
    LEFT JOIN rates AS m ON m.activity = c.activity AND m.unit = 'minute' AND c.on_date >= m.valid_from AND c.on_date < m.valid_until
    LEFT JOIN rates AS e ON e.activity = c.activity AND e.unit = 'event' AND c.on_date >= e.valid_from AND c.on_date < e.valid_until
    UNION ALL
    SELECT 'cases' AS step, 1 AS sign, 1 AS divisor, CAST(c.compensation AS DECIMAL(36, 12)) AS exact
    FROM cases AS c
    INNER JOIN book AS b ON CAST(c.opened_at AS DATE) >= b.start_on AND CAST(c.opened_at AS DATE) < b.end_on
    UNION ALL
    SELECT 'treatments' AS step, 1 AS sign, 1 AS divisor, CAST(t.cost AS DECIMAL(36, 12)) AS exact
    FROM treatments AS t
    INNER JOIN book AS b ON CAST(t."at" AS DATE) >= b.start_on AND CAST(t."at" AS DATE) < b.end_on
    UNION ALL
    SELECT 'orders' AS step, 1 AS sign, 1 AS divisor, CAST(r.rate AS DECIMAL(36, 12)) AS exact
    FROM all_order_days AS o
    INNER JOIN sale_rates AS r ON r.on_date = o.on_date AND r.unit = 'order'
    UNION ALL
    SELECT
        'orders' AS step, 1 AS sign, 1 AS divisor,
        CASE
            WHEN r.unit = 'line' THEN CAST(r.rate AS DECIMAL(36, 12))
            ELSE CAST(CAST(l.net - l.tax AS DECIMAL(19, 0)) * l.unit_per_cent * CAST(r.rate AS DECIMAL(10, 6)) AS DECIMAL(36, 12))
        END AS exact
    FROM lines AS l
    INNER JOIN sale_rates AS r ON r.on_date = l.on_date AND r.unit IN ('line', 'percent_of_revenue')
    WHERE NOT l.is_return
    UNION ALL
    SELECT
        'product_cost' AS step, 1 AS sign, 1 AS divisor,
        COALESCE(cost, CAST(CAST(net - tax AS DECIMAL(20, 0)) * unit * assumed_cost AS DECIMAL(36, 12))) AS exact
    FROM lines
    UNION ALL
    SELECT
        'financing' AS step, 1 AS sign, 365 AS divisor,
        CAST(CAST(
            CAST(GREATEST(DATE_DIFF('day', GREATEST(due_on, start_on), LEAST(paid_on, end_on)), 0) AS DECIMAL(19, 0)) * paid
            + CAST(DATE_DIFF('day', GREATEST(due_on, start_on), end_on) AS DECIMAL(19, 0)) * CAST(amount - paid AS DECIMAL(18, 6))
        AS DECIMAL(26, 6)) * financing_rate AS DECIMAL(36, 12)) AS exact
    FROM late
    UNION ALL
    SELECT 'bad_debt' AS step, o.sign, 1 AS divisor, CAST(CAST(o.outstanding AS DECIMAL(20, 6)) * a.share AS DECIMAL(36, 12)) AS exact
    FROM owed AS o
    INNER JOIN bad_debt_ageing AS a ON o.days_overdue > a.days_over AND o.days_overdue <= a.days_upto
),
near AS (
    SELECT
        e.step, e.sign, e.exact,
        CAST(FLOOR(CAST(e.exact AS DOUBLE) / (CAST(b.unit AS DOUBLE) * e.divisor) + 0.5) AS BIGINT) AS near,
        CAST(b.unit * CAST(e.divisor AS DECIMAL(3, 0)) AS DECIMAL(8, 4)) AS unit,
        CAST(b.half * CAST(e.divisor AS DECIMAL(3, 0)) AS DECIMAL(9, 5)) AS half
    FROM exact AS e
    CROSS JOIN book AS b
    WHERE e.exact <> 0
),
rest AS (
    SELECT near.*, exact - CAST(near AS DECIMAL(16, 0)) * unit AS rest
    FROM near
),
facts AS (
    SELECT
        step,
        CAST(SUM(sign * (near + CASE
            WHEN rest > half OR (rest = half AND near % 2 <> 0) THEN 1
            WHEN rest < -half OR (rest = -half AND near % 2 <> 0) THEN -1
            ELSE 0
        END)) AS BIGINT) AS amount
    FROM rest
    GROUP BY step
    UNION ALL
    SELECT 'gross_sales' AS step, CAST(gross_sales AS BIGINT) AS amount FROM sales
    UNION ALL
    SELECT 'discounts' AS step, CAST(discounts AS BIGINT) AS amount FROM sales
    UNION ALL
    SELECT 'returns' AS step, CAST("returns" AS BIGINT) AS amount FROM sales
    UNION ALL
    SELECT 'taxes' AS step, CAST(taxes AS BIGINT) AS amount FROM sales
),
customers AS (
    SELECT
        SUM(gross_sales) AS gross_sales, SUM(discounts) AS discounts, SUM("returns") AS "returns", SUM(taxes) AS taxes,
        SUM(product_cost) AS product_cost, SUM(visits) AS visits, SUM(calls) AS calls, SUM(messages) AS messages, SUM(cases) AS cases,
        SUM(treatments) AS treatments, SUM(activities) AS activities, SUM(orders) AS orders, SUM(financing) AS financing, SUM(bad_debt) AS bad_debt
    FROM customer_profit
),
nobody_lines AS (
    SELECT
        SUM(CASE WHEN l.is_return THEN 0 ELSE l.gross END) AS gross_sales, SUM(CASE WHEN l.is_return THEN 0 ELSE l.discount END) AS discounts,
        SUM(CASE WHEN l.is_return THEN -l.net ELSE 0 END) AS "returns", SUM(l.tax) AS taxes, SUM(l.product_cost) AS product_cost
    FROM order_lines AS l
    INNER JOIN book AS b ON l.ordered_on >= b.start_on AND l.ordered_on < b.end_on
    WHERE l.customer_id IS NULL
),
nobody_charges AS (
    SELECT c.step, SUM(c.amount) AS amount
    FROM charges AS c
    INNER JOIN book AS b ON c.on_date >= b.start_on AND c.on_date < b.end_on
    WHERE c.customer_id IS NULL
    GROUP BY c.step
),
nobody_invoices AS (
    SELECT SUM(financing) AS financing, SUM(bad_debt) AS bad_debt FROM invoice_balances WHERE customer_id IS NULL
),
steps AS (
    SELECT 1 AS position, 'gross_sales' AS step, c.gross_sales AS customers, n.gross_sales AS unassigned FROM customers AS c CROSS JOIN nobody_lines AS n
    UNION ALL
    SELECT 2 AS position, 'discounts' AS step, c.discounts AS customers, n.discounts AS unassigned FROM customers AS c CROSS JOIN nobody_lines AS n
    UNION ALL
    SELECT 3 AS position, 'returns' AS step, c."returns" AS customers, n."returns" AS unassigned FROM customers AS c CROSS JOIN nobody_lines AS n
    UNION ALL
    SELECT 4 AS position, 'taxes' AS step, c.taxes AS customers, n.taxes AS unassigned FROM customers AS c CROSS JOIN nobody_lines AS n
    UNION ALL
    SELECT 6 AS position, 'product_cost' AS step, c.product_cost AS customers, n.product_cost AS unassigned FROM customers AS c CROSS JOIN nobody_lines AS n
    UNION ALL
    SELECT 8 AS position, 'visits' AS step, visits AS customers, NULL AS unassigned FROM customers
    UNION ALL
    SELECT 9 AS position, 'calls' AS step, calls AS customers, NULL AS unassigned FROM customers
    UNION ALL
    SELECT 10 AS position, 'messages' AS step, messages AS customers, NULL AS unassigned FROM customers
    UNION ALL
    SELECT 11 AS position, 'cases' AS step, cases AS customers, NULL AS unassigned FROM customers
    UNION ALL
    SELECT 12 AS position, 'treatments' AS step, treatments AS customers, NULL AS unassigned FROM customers
    UNION ALL
    SELECT 13 AS position, 'activities' AS step, activities AS customers, NULL AS unassigned FROM customers
    UNION ALL
    SELECT 14 AS position, 'orders' AS step, orders AS customers, NULL AS unassigned FROM customers
    UNION ALL
    SELECT 15 AS position, 'financing' AS step, c.financing AS customers, n.financing AS unassigned FROM customers AS c CROSS JOIN nobody_invoices AS n
    UNION ALL
    SELECT 16 AS position, 'bad_debt' AS step, c.bad_debt AS customers, n.bad_debt AS unassigned FROM customers AS c CROSS JOIN nobody_invoices AS n
),
compared AS (
    SELECT
        s.position, s.step,
        CAST(COALESCE(s.customers, 0) AS BIGINT) AS customers,
        CAST(COALESCE(s.unassigned, n.amount, 0) AS BIGINT) AS unassigned,
        CAST(COALESCE(f.amount, 0) AS BIGINT) AS facts
    FROM steps AS s
    LEFT JOIN nobody_charges AS n ON n.step = s.step
    LEFT JOIN facts AS f ON f.step = s.step
),
results AS (
    SELECT
        position, CASE position WHEN 5 THEN 'revenue' WHEN 7 THEN 'gross_margin' WHEN 17 THEN 'cost_to_serve' ELSE 'profit' END AS step,
        CAST(SUM(sign * customers) AS BIGINT) AS customers, CAST(SUM(sign * unassigned) AS BIGINT) AS unassigned, CAST(SUM(sign * facts) AS BIGINT) AS facts
    FROM (
        SELECT 5 AS position, CASE step WHEN 'gross_sales' THEN 1 ELSE -1 END AS sign, customers, unassigned, facts FROM compared WHERE position < 5
        UNION ALL
        SELECT 7 AS position, CASE step WHEN 'gross_sales' THEN 1 ELSE -1 END AS sign, customers, unassigned, facts FROM compared WHERE position < 7
        UNION ALL
        SELECT 17 AS position, 1 AS sign, customers, unassigned, facts FROM compared WHERE position > 7
        UNION ALL
        SELECT 18 AS position, CASE step WHEN 'gross_sales' THEN 1 ELSE -1 END AS sign, customers, unassigned, facts FROM compared
    ) AS signed
    GROUP BY position
),
everything AS (
    SELECT position, step, customers, unassigned, facts FROM compared
    UNION ALL
    SELECT position, step, customers, unassigned, facts FROM results
)
SELECT position, step, customers, unassigned, customers + unassigned AS total, facts, customers + unassigned - facts AS difference
FROM everything
ORDER BY position
