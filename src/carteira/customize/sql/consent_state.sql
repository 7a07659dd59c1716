-- What each customer last said of being reached for a purpose over a channel.
-- Grain: customer_id, purpose, channel. status: granted, denied, withdrawn; of several at one moment the one that allows least.
WITH said AS (
    SELECT
        links.customer_id, c.purpose, c.channel, c.status, c."at",
        ROW_NUMBER() OVER (
            PARTITION BY links.customer_id, c.purpose, c.channel
            ORDER BY c."at" DESC, CASE c.status WHEN 'granted' THEN 1 ELSE 0 END
        ) AS place
    FROM consents AS c
    INNER JOIN customer_links AS links ON links.source = c.source AND links.source_id = c.customer
    CROSS JOIN run
    WHERE c."at" < CAST(run.as_of AS TIMESTAMP)
)
SELECT customer_id, purpose, channel, status, "at" AS said_at
FROM said
WHERE place = 1
