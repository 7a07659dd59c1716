-- What each customer brought and cost: the waterfall of the window, the period before it, and the sums since the start.
-- Grain: customer_id, every customer of customer_golden. Units: money in minor units; counts of the window; minutes; days.
-- Waterfall: gross_sales - discounts - returns - taxes = revenue; revenue - product_cost = gross_margin;
--   gross_margin - cost_to_serve = profit; cost_to_serve = visits + calls + messages + cases + treatments + activities + orders + financing + bad_debt.
-- returns is the net of the return lines, as a positive number. taxes and product_cost count all lines, returns negative.
-- previous_*: the same definitions in the period before, of the same length. *_total: since the start.
-- overdue: outstanding of what was due before the as-of date; days_late: of its oldest invoice.
-- unknown_cost_revenue, assumed_cost_revenue: revenue of the window whose product cost is unknown or assumed.
-- loss_cause: the cause that costs us most beyond what it would at the other customers' rate per unit of gross sales; where none does,
--   'low_margin' if the window is a loss, else null. loss_amount: what that cause cost in the window (the loss itself for low_margin).
WITH bounds AS (
    SELECT w.start_on AS window_start, w.end_on AS window_end, p.start_on AS previous_start, p.end_on AS previous_end
    FROM periods AS w
    INNER JOIN periods AS p ON p.period = 'previous'
    WHERE w.period = 'window'
),
lines AS (
    SELECT
        l.customer_id,
        SUM(CASE WHEN in_window AND NOT is_return THEN gross ELSE 0 END) AS gross_sales,
        SUM(CASE WHEN in_window AND NOT is_return THEN discount ELSE 0 END) AS discounts,
        SUM(CASE WHEN in_window AND is_return THEN -net ELSE 0 END) AS "returns",
        SUM(CASE WHEN in_window THEN tax ELSE 0 END) AS taxes,
        SUM(CASE WHEN in_window THEN revenue ELSE 0 END) AS revenue,
        SUM(CASE WHEN in_window THEN product_cost ELSE 0 END) AS product_cost,
        SUM(CASE WHEN in_window AND cost_basis = 'unknown' THEN revenue ELSE 0 END) AS unknown_cost_revenue,
        SUM(CASE WHEN in_window AND cost_basis = 'assumed' THEN revenue ELSE 0 END) AS assumed_cost_revenue,
        SUM(CASE WHEN in_window THEN 1 ELSE 0 END) AS line_count,
        SUM(CASE WHEN in_window AND is_return THEN 1 ELSE 0 END) AS return_count,
        SUM(CASE WHEN in_window AND is_return THEN product_cost - revenue ELSE 0 END) AS lost_on_returns,
        SUM(CASE WHEN in_window AND NOT is_return AND product_cost > gross - tax THEN product_cost - gross + tax ELSE 0 END) AS below_cost,
        SUM(CASE WHEN in_previous THEN revenue ELSE 0 END) AS previous_revenue,
        SUM(CASE WHEN in_previous THEN product_cost ELSE 0 END) AS previous_product_cost,
        SUM(revenue) AS revenue_total,
        SUM(product_cost) AS product_cost_total
    FROM (
        SELECT
            o.customer_id, o.is_return, o.gross, o.discount, o.net, o.tax, o.revenue, o.product_cost, o.cost_basis,
            o.ordered_on >= b.window_start AND o.ordered_on < b.window_end AS in_window,
            o.ordered_on >= b.previous_start AND o.ordered_on < b.previous_end AS in_previous
        FROM order_lines AS o
        CROSS JOIN bounds AS b
        WHERE o.customer_id IS NOT NULL
    ) AS l
    GROUP BY l.customer_id
),
served AS (
    SELECT
        customer_id,
        SUM(CASE WHEN in_window AND step = 'visits' THEN amount ELSE 0 END) AS visits,
        SUM(CASE WHEN in_window AND step = 'calls' THEN amount ELSE 0 END) AS calls,
        SUM(CASE WHEN in_window AND step = 'messages' THEN amount ELSE 0 END) AS messages,
        SUM(CASE WHEN in_window AND step = 'cases' THEN amount ELSE 0 END) AS cases,
        SUM(CASE WHEN in_window AND step = 'treatments' THEN amount ELSE 0 END) AS treatments,
        SUM(CASE WHEN in_window AND step = 'activities' THEN amount ELSE 0 END) AS activities,
        SUM(CASE WHEN in_window AND step = 'orders' THEN amount ELSE 0 END) AS orders,
        SUM(CASE WHEN in_window AND step IN ('activities', 'orders') AND activity = 'delivery' THEN amount ELSE 0 END) AS delivery,
        SUM(CASE WHEN in_window AND step = 'orders' AND activity <> 'delivery' THEN amount ELSE 0 END) AS order_handling,
        SUM(CASE WHEN in_window AND step = 'visits' THEN 1 ELSE 0 END) AS visit_count,
        SUM(CASE WHEN in_window AND step = 'calls' THEN 1 ELSE 0 END) AS call_count,
        SUM(CASE WHEN in_window AND step = 'messages' THEN 1 ELSE 0 END) AS message_count,
        SUM(CASE WHEN in_window AND step = 'cases' THEN 1 ELSE 0 END) AS case_count,
        SUM(CASE WHEN in_window THEN minutes END) AS minutes,
        SUM(CASE WHEN in_previous THEN amount ELSE 0 END) AS previous_charges,
        SUM(amount) AS charges_total
    FROM (
        SELECT
            c.customer_id, c.step, c.activity, c.minutes, c.amount,
            c.on_date >= b.window_start AND c.on_date < b.window_end AS in_window,
            c.on_date >= b.previous_start AND c.on_date < b.previous_end AS in_previous
        FROM charges AS c
        CROSS JOIN bounds AS b
        WHERE c.customer_id IS NOT NULL
    ) AS charged
    GROUP BY customer_id
),
invoiced AS (
    SELECT
        customer_id,
        SUM(financing) AS financing, SUM(bad_debt) AS bad_debt,
        SUM(financing_previous + bad_debt_previous) AS previous_credit,
        SUM(financing_total + bad_debt_total) AS credit_total,
        SUM(CASE WHEN days_overdue > 0 THEN outstanding ELSE 0 END) AS overdue,
        MAX(days_overdue) AS days_late
    FROM invoice_balances
    WHERE customer_id IS NOT NULL
    GROUP BY customer_id
),
ordered AS (
    SELECT o.customer_id, COUNT(*) AS order_count
    FROM order_totals AS o
    CROSS JOIN bounds AS b
    WHERE o.customer_id IS NOT NULL AND o.ordered_on >= b.window_start AND o.ordered_on < b.window_end
    GROUP BY o.customer_id
),
bought AS (
    SELECT
        d.customer_id,
        MIN(d."day") AS first_purchase_on, MAX(d."day") AS last_purchase_on,
        MIN(CASE WHEN d."day" >= b.window_start AND d."day" < b.window_end THEN d."day" END) AS window_first_on,
        MAX(CASE WHEN d."day" >= b.window_start AND d."day" < b.window_end THEN d."day" END) AS window_last_on,
        SUM(CASE WHEN d."day" >= b.window_start AND d."day" < b.window_end THEN 1 ELSE 0 END) AS purchase_days
    FROM purchase_days AS d
    CROSS JOIN bounds AS b
    WHERE d.purchases > 0
    GROUP BY d.customer_id
),
steps AS (
    SELECT
        g.customer_id,
        CAST(COALESCE(l.gross_sales, 0) AS BIGINT) AS gross_sales,
        CAST(COALESCE(l.discounts, 0) AS BIGINT) AS discounts,
        CAST(COALESCE(l."returns", 0) AS BIGINT) AS "returns",
        CAST(COALESCE(l.taxes, 0) AS BIGINT) AS taxes,
        CAST(COALESCE(l.revenue, 0) AS BIGINT) AS revenue,
        CAST(COALESCE(l.product_cost, 0) AS BIGINT) AS product_cost,
        CAST(COALESCE(l.revenue - l.product_cost, 0) AS BIGINT) AS gross_margin,
        CAST(COALESCE(s.visits, 0) AS BIGINT) AS visits,
        CAST(COALESCE(s.calls, 0) AS BIGINT) AS calls,
        CAST(COALESCE(s.messages, 0) AS BIGINT) AS messages,
        CAST(COALESCE(s.cases, 0) AS BIGINT) AS cases,
        CAST(COALESCE(s.treatments, 0) AS BIGINT) AS treatments,
        CAST(COALESCE(s.activities, 0) AS BIGINT) AS activities,
        CAST(COALESCE(s.orders, 0) AS BIGINT) AS orders,
        CAST(COALESCE(i.financing, 0) AS BIGINT) AS financing,
        CAST(COALESCE(i.bad_debt, 0) AS BIGINT) AS bad_debt,
        CAST(COALESCE(l.previous_revenue, 0) AS BIGINT) AS previous_revenue,
        CAST(COALESCE(l.previous_revenue - l.previous_product_cost, 0)
            - COALESCE(s.previous_charges, 0) - COALESCE(i.previous_credit, 0) AS BIGINT) AS previous_profit,
        CAST(COALESCE(l.revenue_total, 0) AS BIGINT) AS revenue_total,
        CAST(COALESCE(l.revenue_total - l.product_cost_total, 0)
            - COALESCE(s.charges_total, 0) - COALESCE(i.credit_total, 0) AS BIGINT) AS profit_total,
        CAST(COALESCE(l.unknown_cost_revenue, 0) AS BIGINT) AS unknown_cost_revenue,
        CAST(COALESCE(l.assumed_cost_revenue, 0) AS BIGINT) AS assumed_cost_revenue,
        CAST(COALESCE(o.order_count, 0) AS BIGINT) AS order_count,
        CAST(COALESCE(l.line_count, 0) AS BIGINT) AS line_count,
        CAST(COALESCE(l.return_count, 0) AS BIGINT) AS return_count,
        CAST(COALESCE(s.visit_count, 0) AS BIGINT) AS visit_count,
        CAST(COALESCE(s.call_count, 0) AS BIGINT) AS call_count,
        CAST(COALESCE(s.message_count, 0) AS BIGINT) AS message_count,
        CAST(COALESCE(s.case_count, 0) AS BIGINT) AS case_count,
        CAST(COALESCE(s.minutes, 0) AS DOUBLE) AS minutes,
        CAST(COALESCE(i.overdue, 0) AS BIGINT) AS overdue,
        CAST(COALESCE(i.days_late, 0) AS BIGINT) AS days_late,
        t.first_purchase_on, t.last_purchase_on, t.window_first_on, t.window_last_on,
        CAST(COALESCE(t.purchase_days, 0) AS BIGINT) AS purchase_days,
        CAST(COALESCE(l.lost_on_returns, 0) AS BIGINT) AS lost_on_returns,
        CAST(COALESCE(l.below_cost, 0) AS BIGINT) AS below_cost,
        CAST(COALESCE(s.delivery, 0) AS BIGINT) AS delivery,
        CAST(COALESCE(s.order_handling, 0) AS BIGINT) AS order_handling
    FROM customer_golden AS g
    LEFT JOIN lines AS l ON l.customer_id = g.customer_id
    LEFT JOIN served AS s ON s.customer_id = g.customer_id
    LEFT JOIN invoiced AS i ON i.customer_id = g.customer_id
    LEFT JOIN ordered AS o ON o.customer_id = g.customer_id
    LEFT JOIN bought AS t ON t.customer_id = g.customer_id
),
earned AS (
    SELECT
        steps.*,
        visits + calls + messages + cases + treatments + activities + orders + financing + bad_debt AS cost_to_serve,
        gross_margin - visits - calls - messages - cases - treatments - activities - orders - financing - bad_debt AS profit,
        activities + orders - delivery - order_handling AS other_activities
    FROM steps
),
sums AS (
    SELECT
        CAST(SUM(gross_sales) AS DOUBLE) AS gross_sales,
        CAST(SUM(lost_on_returns) AS DOUBLE) AS lost_on_returns,
        CAST(SUM(discounts) AS DOUBLE) AS discounts,
        CAST(SUM(below_cost) AS DOUBLE) AS below_cost,
        CAST(SUM(visits) AS DOUBLE) AS visits,
        CAST(SUM(calls) AS DOUBLE) AS calls,
        CAST(SUM(messages) AS DOUBLE) AS messages,
        CAST(SUM(cases) AS DOUBLE) AS cases,
        CAST(SUM(treatments) AS DOUBLE) AS treatments,
        CAST(SUM(other_activities) AS DOUBLE) AS other_activities,
        CAST(SUM(delivery) AS DOUBLE) AS delivery,
        CAST(SUM(order_handling) AS DOUBLE) AS order_handling,
        CAST(SUM(financing) AS DOUBLE) AS financing,
        CAST(SUM(bad_debt) AS DOUBLE) AS bad_debt
    FROM earned
),
compared AS (
    SELECT
        e.*,
        s.lost_on_returns AS all_lost_on_returns,
        s.discounts AS all_discounts,
        s.below_cost AS all_below_cost,
        s.visits AS all_visits,
        s.calls AS all_calls,
        s.messages AS all_messages,
        s.cases AS all_cases,
        s.treatments AS all_treatments,
        s.other_activities AS all_other_activities,
        s.delivery AS all_delivery,
        s.order_handling AS all_order_handling,
        s.financing AS all_financing,
        s.bad_debt AS all_bad_debt,
        COALESCE(e.gross_sales / NULLIF(s.gross_sales - e.gross_sales, 0), 0) AS gross_ratio
    FROM earned AS e
    CROSS JOIN sums AS s
),
excess AS (
    SELECT
        e.*,
        CAST(FLOOR(e.lost_on_returns - e.gross_ratio * (e.all_lost_on_returns - e.lost_on_returns)) AS BIGINT) AS excess_returns,
        CAST(FLOOR(e.discounts - e.gross_ratio * (e.all_discounts - e.discounts)) AS BIGINT) AS excess_discounts,
        CAST(FLOOR(e.below_cost - e.gross_ratio * (e.all_below_cost - e.below_cost)) AS BIGINT) AS excess_below_cost,
        CAST(FLOOR(e.visits - e.gross_ratio * (e.all_visits - e.visits)) AS BIGINT) AS excess_visits,
        CAST(FLOOR(e.calls - e.gross_ratio * (e.all_calls - e.calls)) AS BIGINT) AS excess_calls,
        CAST(FLOOR(e.messages - e.gross_ratio * (e.all_messages - e.messages)) AS BIGINT) AS excess_messages,
        CAST(FLOOR(e.cases - e.gross_ratio * (e.all_cases - e.cases)) AS BIGINT) AS excess_cases,
        CAST(FLOOR(e.treatments - e.gross_ratio * (e.all_treatments - e.treatments)) AS BIGINT) AS excess_treatments,
        CAST(FLOOR(e.other_activities - e.gross_ratio * (e.all_other_activities - e.other_activities)) AS BIGINT) AS excess_activities,
        CAST(FLOOR(e.delivery - e.gross_ratio * (e.all_delivery - e.delivery)) AS BIGINT) AS excess_delivery,
        CAST(FLOOR(e.order_handling - e.gross_ratio * (e.all_order_handling - e.order_handling)) AS BIGINT) AS excess_small_orders,
        CAST(FLOOR(e.financing - e.gross_ratio * (e.all_financing - e.financing)) AS BIGINT) AS excess_financing,
        CAST(FLOOR(e.bad_debt - e.gross_ratio * (e.all_bad_debt - e.bad_debt)) AS BIGINT) AS excess_bad_debt
    FROM compared AS e
),
largest AS (
    SELECT
        excess.*,
        GREATEST(
            excess_returns, excess_discounts, excess_below_cost, excess_visits, excess_calls, excess_messages, excess_cases,
            excess_treatments, excess_activities, excess_delivery, excess_small_orders, excess_financing, excess_bad_debt
        ) AS largest_excess
    FROM excess
),
caused AS (
    SELECT
        largest.*,
        CASE
            WHEN largest_excess <= 0 THEN CASE WHEN profit < 0 THEN 'low_margin' END
            WHEN largest_excess = excess_bad_debt THEN 'bad_debt'
            WHEN largest_excess = excess_financing THEN 'financing'
            WHEN largest_excess = excess_returns THEN 'returns'
            WHEN largest_excess = excess_below_cost THEN 'below_cost'
            WHEN largest_excess = excess_discounts THEN 'discounts'
            WHEN largest_excess = excess_visits THEN 'visits'
            WHEN largest_excess = excess_calls THEN 'calls'
            WHEN largest_excess = excess_messages THEN 'messages'
            WHEN largest_excess = excess_cases THEN 'cases'
            WHEN largest_excess = excess_delivery THEN 'delivery'
            WHEN largest_excess = excess_small_orders THEN 'small_orders'
            WHEN largest_excess = excess_treatments THEN 'treatments'
            ELSE 'activities'
        END AS loss_cause
    FROM largest
)
SELECT
    customer_id,
    gross_sales, discounts, "returns", taxes, revenue, product_cost, gross_margin,
    visits, calls, messages, cases, treatments, activities, orders, financing, bad_debt, cost_to_serve, profit,
    previous_revenue, previous_profit, revenue_total, profit_total, unknown_cost_revenue, assumed_cost_revenue,
    order_count, line_count, return_count, visit_count, call_count, message_count, case_count, minutes,
    overdue, days_late, first_purchase_on, last_purchase_on, window_first_on, window_last_on, purchase_days,
    loss_cause,
    CASE loss_cause
        WHEN 'bad_debt' THEN bad_debt WHEN 'financing' THEN financing WHEN 'returns' THEN lost_on_returns WHEN 'below_cost' THEN below_cost
        WHEN 'discounts' THEN discounts WHEN 'visits' THEN visits WHEN 'calls' THEN calls WHEN 'messages' THEN messages WHEN 'cases' THEN cases
        WHEN 'delivery' THEN delivery WHEN 'small_orders' THEN order_handling WHEN 'treatments' THEN treatments
        WHEN 'activities' THEN other_activities WHEN 'low_margin' THEN -profit
    END AS loss_amount
FROM caused
