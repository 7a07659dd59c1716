-- The periods that a run looks at, half-open: start_on <= day < end_on.
-- Grain: period, one of window, previous (the same length before it), year (the 365 days before the as-of date), total (since the start).
SELECT
    'window' AS period,
    CASE WHEN "window" = 'all' THEN DATE '1900-01-01' ELSE window_start END AS start_on,
    window_end AS end_on
FROM run
UNION ALL
SELECT 'previous' AS period, previous_start AS start_on, previous_end AS end_on FROM run
UNION ALL
SELECT 'year' AS period, CAST(as_of - INTERVAL 365 DAY AS DATE) AS start_on, as_of AS end_on FROM run
UNION ALL
SELECT 'total' AS period, DATE '1900-01-01' AS start_on, as_of AS end_on FROM run
