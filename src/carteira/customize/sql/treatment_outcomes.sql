-- What those who took part in a programme, treated or held out, bought before and after it: what the effects of actions are learned from.
-- Grain: customer_id, programme, started_on (the day of the treatment); a customer who was both treated and held out on one day is left out.
-- A purchase is a day with a line of quantity > 0. bought_before: purchases in the 365 days before; recency_days, age_days: days from the last and
-- the first purchase before (null: none); after_30 ... after_180: purchases in so many days from started_on on, null where they are not over.
WITH taken AS (
    SELECT links.customer_id, t.programme, CAST(t."at" AS DATE) AS started_on, MIN(t.arm) AS arm, COUNT(DISTINCT t.arm) AS arms
    FROM treatments AS t
    INNER JOIN customer_links AS links ON links.source = t.source AND links.source_id = t.customer
    CROSS JOIN run
    WHERE t."at" < CAST(run.as_of AS TIMESTAMP)
    GROUP BY links.customer_id, t.programme, CAST(t."at" AS DATE)
),
counted AS (
    SELECT
        t.customer_id, t.programme, t.started_on, t.arm,
        DATE_DIFF('day', t.started_on, MAX(run.as_of)) AS days_over,
        SUM(CASE WHEN d."day" < t.started_on AND d."day" >= t.started_on - INTERVAL 365 DAY THEN 1 ELSE 0 END) AS bought_before,
        MAX(CASE WHEN d."day" < t.started_on THEN d."day" END) AS last_on,
        MIN(CASE WHEN d."day" < t.started_on THEN d."day" END) AS first_on,
        SUM(CASE WHEN d."day" >= t.started_on AND d."day" < t.started_on + INTERVAL 30 DAY THEN 1 ELSE 0 END) AS after_30,
        SUM(CASE WHEN d."day" >= t.started_on AND d."day" < t.started_on + INTERVAL 60 DAY THEN 1 ELSE 0 END) AS after_60,
        SUM(CASE WHEN d."day" >= t.started_on AND d."day" < t.started_on + INTERVAL 90 DAY THEN 1 ELSE 0 END) AS after_90,
        SUM(CASE WHEN d."day" >= t.started_on AND d."day" < t.started_on + INTERVAL 120 DAY THEN 1 ELSE 0 END) AS after_120,
        SUM(CASE WHEN d."day" >= t.started_on AND d."day" < t.started_on + INTERVAL 150 DAY THEN 1 ELSE 0 END) AS after_150,
        SUM(CASE WHEN d."day" >= t.started_on AND d."day" < t.started_on + INTERVAL 180 DAY THEN 1 ELSE 0 END) AS after_180
    FROM taken AS t
    CROSS JOIN run
    LEFT JOIN purchase_days AS d ON d.customer_id = t.customer_id AND d.purchases > 0
    WHERE t.arms = 1
    GROUP BY t.customer_id, t.programme, t.started_on, t.arm
)
SELECT
    customer_id, programme, started_on, arm,
    CAST(bought_before AS BIGINT) AS bought_before,
    CAST(DATE_DIFF('day', last_on, started_on) AS BIGINT) AS recency_days,
    CAST(DATE_DIFF('day', first_on, started_on) AS BIGINT) AS age_days,
    CAST(CASE WHEN days_over >= 30 THEN after_30 END AS BIGINT) AS after_30,
    CAST(CASE WHEN days_over >= 60 THEN after_60 END AS BIGINT) AS after_60,
    CAST(CASE WHEN days_over >= 90 THEN after_90 END AS BIGINT) AS after_90,
    CAST(CASE WHEN days_over >= 120 THEN after_120 END AS BIGINT) AS after_120,
    CAST(CASE WHEN days_over >= 150 THEN after_150 END AS BIGINT) AS after_150,
    CAST(CASE WHEN days_over >= 180 THEN after_180 END AS BIGINT) AS after_180
FROM counted
