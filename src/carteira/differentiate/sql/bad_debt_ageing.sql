-- The book's ageing table of bad debt: more than days_over and at most days_upto days overdue, this share is provided for.
-- Grain: days_over. Units: days; share from 0 to 1. From the setting of the same name, for instance {"90": 0.5, "180": 1.0}.
WITH parts AS (
    SELECT UNNEST(STRING_SPLIT(REPLACE(REPLACE(REPLACE(bad_debt_ageing, '{', ''), '}', ''), '"', ''), ',')) AS part
    FROM run
),
steps AS (
    SELECT
        CAST(TRIM(SPLIT_PART(part, ':', 1)) AS INTEGER) AS days_over,
        CAST(TRIM(SPLIT_PART(part, ':', 2)) AS DECIMAL(9, 6)) AS share
    FROM parts
    WHERE TRIM(part) <> ''
)
SELECT days_over, COALESCE(LEAD(days_over) OVER (ORDER BY days_over), 2147483647) AS days_upto, share
FROM steps
