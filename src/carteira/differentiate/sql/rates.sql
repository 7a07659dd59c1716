-- The activity rates, each with the days on which it is in force: valid_from <= day < valid_until.
-- Grain: activity, unit, valid_from. Rates hold for the whole book, whatever source they came from; of two for the same day the later loaded stands.
-- Units: rate in major units, or per cent of revenue for percent_of_revenue.
WITH ranked AS (
    SELECT
        activity, unit, rate,
        COALESCE("from", DATE '1900-01-01') AS valid_from,
        ROW_NUMBER() OVER (
            PARTITION BY activity, unit, COALESCE("from", DATE '1900-01-01')
            ORDER BY CASE WHEN "from" IS NULL THEN 1 ELSE 0 END, load_id DESC, line DESC, source, rate
        ) AS place
    FROM activity_rates
)
SELECT
    activity, unit, rate, valid_from,
    COALESCE(LEAD(valid_from) OVER (PARTITION BY activity, unit ORDER BY valid_from), DATE '9999-12-31') AS valid_until
FROM ranked
WHERE place = 1
