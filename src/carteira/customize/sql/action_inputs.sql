-- What decides what each action would bring with each customer, and how much of the scarce resources it would use.
-- Grain: customer_id, every customer. Units: money in minor units. purchases_in_quarter, lasting_share, expected_margin: as in customer_lifetime;
-- discounted_purchases likewise. The gains by way are those of customer_potential. visit_minutes, call_minutes: minutes of its
-- contacts in all, visits_timed and calls_timed of how many.
WITH timed AS (
    SELECT
        l.customer_id,
        SUM(CASE WHEN i.channel = 'visit' THEN CAST(i.minutes AS DOUBLE) ELSE 0 END) AS visit_minutes,
        SUM(CASE WHEN i.channel = 'visit' THEN 1 ELSE 0 END) AS visits_timed,
        SUM(CASE WHEN i.channel = 'call' THEN CAST(i.minutes AS DOUBLE) ELSE 0 END) AS call_minutes,
        SUM(CASE WHEN i.channel = 'call' THEN 1 ELSE 0 END) AS calls_timed
    FROM interactions AS i
    INNER JOIN customer_links AS l ON l.source = i.source AND l.source_id = i.customer
    CROSS JOIN run
    WHERE i.minutes > 0 AND i."at" < CAST(run.as_of AS TIMESTAMP)
    GROUP BY l.customer_id
)
SELECT
    c.customer_id, c.kind, c.owner, c.team, c.branch, c.need,
    l.purchases_in_quarter, l.discounted_purchases, l.lasting_share, l.expected_margin,
    v.discounts_gain, v.visits_gain, v.activities_gain, v.late_payment_gain, v.peers_gain, v.wallet_gain, v.winning_gain,
    COALESCE(t.visit_minutes, 0) AS visit_minutes, COALESCE(t.visits_timed, 0) AS visits_timed,
    COALESCE(t.call_minutes, 0) AS call_minutes, COALESCE(t.calls_timed, 0) AS calls_timed
FROM customer_card AS c
INNER JOIN customer_lifetime AS l ON l.customer_id = c.customer_id
INNER JOIN customer_potential AS v ON v.customer_id = c.customer_id
LEFT JOIN timed AS t ON t.customer_id = c.customer_id
