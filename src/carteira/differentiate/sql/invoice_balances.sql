-- What is open of every invoice, and what waiting for its money costs.
-- Grain: a stored row of `invoices` (an invoice loaded as several rows, such as instalments, has several). customer_id null: unassigned.
-- Units: amount, paid, outstanding and all costs in minor units; days_overdue in days at the as-of date, 0 where nothing is overdue.
-- A payment is paid_amount, or the whole amount where only paid_on is given, never more than the amount; without a date it came when due.
-- financing: (days overdue in the period x the part that is late) x financing_rate / 365, rounded once; the paid part is late over
-- [due_on, paid_on), the rest over [due_on, as_of). bad_debt: the provision at the period's end less the provision at its start, where the
-- provision at a day is what is outstanding that day x the share of the ageing table for the days overdue. An amount <= 0 costs nothing.
-- Periods: no suffix the window, _previous the period before, _year the last 365 days, _total since the start.
WITH book AS (
    SELECT
        as_of,
        CAST(CAST(1 AS DOUBLE) / minor_factor AS DECIMAL(5, 4)) AS unit,
        CAST(CAST(0.5 AS DOUBLE) / minor_factor AS DECIMAL(6, 5)) AS half,
        CAST(financing_rate AS DECIMAL(9, 6)) AS financing_rate
    FROM run
),
billed AS (
    SELECT
        links.customer_id, i.source, i.load_id, i.line, i.invoice_id, i.due_on, i.amount,
        COALESCE(i.paid_on, i.due_on) AS paid_on,
        CASE
            WHEN i.amount <= 0 OR (i.paid_on IS NULL AND i.paid_amount IS NULL) THEN CAST(0 AS DECIMAL(18, 6))
            ELSE CAST(LEAST(GREATEST(COALESCE(i.paid_amount, i.amount), 0), i.amount) AS DECIMAL(18, 6))
        END AS paid
    FROM invoices AS i
    LEFT JOIN customer_links AS links ON links.source = i.source AND links.source_id = i.customer
),
late AS (
    SELECT
        b.load_id, b.line, p.period, b.amount, b.paid,
        GREATEST(DATE_DIFF('day', GREATEST(b.due_on, p.start_on), LEAST(b.paid_on, p.end_on)), 0) AS days_paid,
        GREATEST(DATE_DIFF('day', GREATEST(b.due_on, p.start_on), p.end_on), 0) AS days_open
    FROM billed AS b
    INNER JOIN periods AS p ON b.due_on < p.end_on
    WHERE b.amount > 0 AND (b.paid < b.amount OR (b.paid_on > b.due_on AND b.paid_on > p.start_on))
),
waiting AS (
    SELECT
        load_id, line, CONCAT('financing_', period) AS measure,
        CAST(CAST(
            CAST(days_paid AS DECIMAL(19, 0)) * paid + CAST(days_open AS DECIMAL(19, 0)) * CAST(amount - paid AS DECIMAL(18, 6))
        AS DECIMAL(26, 6)) * book.financing_rate AS DECIMAL(36, 12)) AS exact,
        365 AS divisor
    FROM late
    CROSS JOIN book
    WHERE days_paid > 0 OR days_open > 0
),
moments AS (
    SELECT CONCAT('end_', period) AS measure, end_on AS "day" FROM periods WHERE period <> 'year'
    UNION ALL
    SELECT CONCAT('start_', period) AS measure, start_on AS "day" FROM periods WHERE period IN ('window', 'previous')
),
aged AS (
    SELECT
        b.load_id, b.line, m.measure,
        DATE_DIFF('day', b.due_on, m."day") AS days_overdue,
        CASE WHEN b.paid_on < m."day" THEN b.amount - b.paid ELSE b.amount END AS outstanding
    FROM billed AS b
    INNER JOIN moments AS m ON b.due_on < m."day"
    WHERE b.amount > 0 AND (b.paid < b.amount OR b.paid_on >= m."day")
),
provided AS (
    SELECT
        a.load_id, a.line, a.measure,
        CAST(CAST(a.outstanding AS DECIMAL(20, 6)) * t.share AS DECIMAL(36, 12)) AS exact,
        1 AS divisor
    FROM aged AS a
    INNER JOIN bad_debt_ageing AS t ON a.days_overdue > t.days_over AND a.days_overdue <= t.days_upto
),
measures AS (
    SELECT load_id, line, measure, exact, divisor FROM waiting
    UNION ALL
    SELECT load_id, line, measure, exact, divisor FROM provided
),
near AS (
    SELECT
        m.load_id, m.line, m.measure, m.exact,
        CAST(FLOOR(CAST(m.exact AS DOUBLE) / (CAST(book.unit AS DOUBLE) * m.divisor) + 0.5) AS BIGINT) AS near,
        CAST(book.unit * CAST(m.divisor AS DECIMAL(3, 0)) AS DECIMAL(8, 4)) AS unit,
        CAST(book.half * CAST(m.divisor AS DECIMAL(3, 0)) AS DECIMAL(9, 5)) AS half
    FROM measures AS m
    CROSS JOIN book
),
rest AS (
    SELECT near.*, exact - CAST(near AS DECIMAL(16, 0)) * unit AS rest
    FROM near
),
rounded AS (
    SELECT
        load_id, line, measure,
        near + CASE
            WHEN rest > half OR (rest = half AND near % 2 <> 0) THEN 1
            WHEN rest < -half OR (rest = -half AND near % 2 <> 0) THEN -1
            ELSE 0
        END AS amount
    FROM rest
),
costs AS (
    SELECT
        load_id, line,
        CAST(SUM(CASE WHEN measure = 'financing_window' THEN amount ELSE 0 END) AS BIGINT) AS financing,
        CAST(SUM(CASE WHEN measure = 'financing_previous' THEN amount ELSE 0 END) AS BIGINT) AS financing_previous,
        CAST(SUM(CASE WHEN measure = 'financing_year' THEN amount ELSE 0 END) AS BIGINT) AS financing_year,
        CAST(SUM(CASE WHEN measure = 'financing_total' THEN amount ELSE 0 END) AS BIGINT) AS financing_total,
        CAST(SUM(CASE measure WHEN 'end_window' THEN amount WHEN 'start_window' THEN -amount ELSE 0 END) AS BIGINT) AS bad_debt,
        CAST(SUM(CASE measure WHEN 'end_previous' THEN amount WHEN 'start_previous' THEN -amount ELSE 0 END) AS BIGINT) AS bad_debt_previous,
        CAST(SUM(CASE measure WHEN 'end_total' THEN amount ELSE 0 END) AS BIGINT) AS bad_debt_total
    FROM rounded
    GROUP BY load_id, line
),
near_balance AS (
    SELECT
        b.customer_id, b.source, b.load_id, b.line, b.invoice_id, b.due_on, b.amount,
        CASE WHEN b.paid_on < book.as_of THEN b.paid ELSE 0 END AS paid,
        book.as_of, book.unit, book.half,
        CAST(FLOOR(CAST(b.amount AS DOUBLE) / CAST(book.unit AS DOUBLE) + 0.5) AS BIGINT) AS near_amount,
        CAST(FLOOR(CASE WHEN b.paid_on < book.as_of THEN CAST(b.paid AS DOUBLE) ELSE 0 END / CAST(book.unit AS DOUBLE) + 0.5) AS BIGINT) AS near_paid
    FROM billed AS b
    CROSS JOIN book
),
rest_balance AS (
    SELECT
        *,
        amount - CAST(near_amount AS DECIMAL(18, 0)) * unit AS rest_amount,
        paid - CAST(near_paid AS DECIMAL(18, 0)) * unit AS rest_paid
    FROM near_balance
),
balances AS (
    SELECT
        customer_id, source, load_id, line, invoice_id, due_on, as_of,
        near_amount + CASE
            WHEN rest_amount > half OR (rest_amount = half AND near_amount % 2 <> 0) THEN 1
            WHEN rest_amount < -half OR (rest_amount = -half AND near_amount % 2 <> 0) THEN -1
            ELSE 0
        END AS amount,
        near_paid + CASE
            WHEN rest_paid > half OR (rest_paid = half AND near_paid % 2 <> 0) THEN 1
            WHEN rest_paid < -half OR (rest_paid = -half AND near_paid % 2 <> 0) THEN -1
            ELSE 0
        END AS paid
    FROM rest_balance
)
SELECT
    b.customer_id, b.source, b.load_id, b.line, b.invoice_id, b.due_on, b.amount, b.paid,
    CASE WHEN b.amount > 0 THEN b.amount - b.paid ELSE 0 END AS outstanding,
    CAST(CASE WHEN b.amount > b.paid AND b.due_on < b.as_of THEN DATE_DIFF('day', b.due_on, b.as_of) ELSE 0 END AS BIGINT) AS days_overdue,
    COALESCE(c.financing, 0) AS financing,
    COALESCE(c.financing_previous, 0) AS financing_previous,
    COALESCE(c.financing_year, 0) AS financing_year,
    COALESCE(c.financing_total, 0) AS financing_total,
    COALESCE(c.bad_debt, 0) AS bad_debt,
    COALESCE(c.bad_debt_previous, 0) AS bad_debt_previous,
    COALESCE(c.bad_debt_total, 0) AS bad_debt_total
FROM balances AS b
LEFT JOIN costs AS c ON c.load_id = b.load_id AND c.line = b.line
