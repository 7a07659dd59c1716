-- The story of each customer: orders, returns, contacts, cases, surveys, late invoices, costs and treatments.
-- Grain: one event of an identified customer.
-- kind: order, return, visit, call, email, chat, message, letter, web, case, case_resolved, survey, invoice_late, cost, treatment.
-- Units: amount in minor units (revenue of an order, net of a return as a positive number, compensation of a case, what is outstanding of an
-- invoice, cost of a charge); minutes. text: the outcome of a contact, the nature of a case, the kind of survey, the activity of a cost, the
-- programme of a treatment, the channel of an order; value: score of a survey, satisfaction of a case, days overdue of an invoice.
WITH events AS (
    SELECT customer_id, ordered_at AS "at", 'order' AS kind, order_id AS reference, revenue AS amount, NULL AS minutes, channel AS text, NULL AS value
    FROM order_totals
    WHERE sale_lines > 0
    UNION ALL
    SELECT customer_id, returned_at AS "at", 'return' AS kind, order_id AS reference, returned AS amount, NULL AS minutes, channel AS text, NULL AS value
    FROM order_totals
    WHERE return_lines > 0
    UNION ALL
    SELECT
        customer_id, CAST(on_date AS TIMESTAMP) AS "at", CASE step WHEN 'activities' THEN 'cost' ELSE 'treatment' END AS kind,
        reference, amount, minutes, activity AS text, NULL AS value
    FROM charges
    WHERE step IN ('activities', 'treatments')
    UNION ALL
    SELECT
        customer_id, CAST(due_on AS TIMESTAMP) AS "at", 'invoice_late' AS kind, invoice_id AS reference, outstanding AS amount,
        NULL AS minutes, NULL AS text, CAST(days_overdue AS DOUBLE) AS value
    FROM invoice_balances
    WHERE days_overdue > 0
    UNION ALL
    SELECT
        links.customer_id, i."at", i.channel AS kind, i.id AS reference, NULL AS amount, i.minutes, COALESCE(i.outcome, i.purpose) AS text, NULL AS value
    FROM interactions AS i
    INNER JOIN customer_links AS links ON links.source = i.source AND links.source_id = i.customer
    UNION ALL
    SELECT
        links.customer_id, c.opened_at AS "at", 'case' AS kind, c.case_id AS reference,
        CAST(FLOOR(CAST(c.compensation AS DOUBLE) * run.minor_factor + 0.5) AS BIGINT) AS amount, NULL AS minutes, c.nature AS text,
        CAST(c.satisfaction AS DOUBLE) AS value
    FROM cases AS c
    CROSS JOIN run
    INNER JOIN customer_links AS links ON links.source = c.source AND links.source_id = c.customer
    UNION ALL
    SELECT
        links.customer_id, c.resolved_at AS "at", 'case_resolved' AS kind, c.case_id AS reference,
        NULL AS amount, NULL AS minutes, c.nature AS text, CAST(c.satisfaction AS DOUBLE) AS value
    FROM cases AS c
    INNER JOIN customer_links AS links ON links.source = c.source AND links.source_id = c.customer
    WHERE c.resolved_at IS NOT NULL
    UNION ALL
    SELECT
        links.customer_id, s."at", 'survey' AS kind, s.id AS reference, NULL AS amount, NULL AS minutes, s.kind AS text, CAST(s.score AS DOUBLE) AS value
    FROM surveys AS s
    INNER JOIN customer_links AS links ON links.source = s.source AND links.source_id = s.customer
)
SELECT
    e.customer_id, e."at", e.kind, e.reference,
    CAST(e.amount AS BIGINT) AS amount,
    CAST(e.minutes AS DOUBLE) AS minutes,
    e.text,
    CAST(e.value AS DOUBLE) AS value
FROM events AS e
CROSS JOIN run
WHERE e.customer_id IS NOT NULL AND e."at" < CAST(run.as_of AS TIMESTAMP)
