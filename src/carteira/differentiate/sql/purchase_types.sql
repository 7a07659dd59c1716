-- What each customer buys, and through which channel: the input of T by type and of the main category.
-- Grain: customer_id, category, channel (either null where not given). Units: revenue net of returns in minor units, in the window and since the start (_total); sale_lines in the window.
SELECT
    l.customer_id, l.category, l.channel,
    CAST(SUM(CASE WHEN l.ordered_on >= w.start_on AND l.ordered_on < w.end_on THEN l.revenue ELSE 0 END) AS BIGINT) AS revenue,
    CAST(SUM(l.revenue) AS BIGINT) AS revenue_total,
    CAST(SUM(CASE WHEN NOT l.is_return AND l.ordered_on >= w.start_on AND l.ordered_on < w.end_on THEN 1 ELSE 0 END) AS BIGINT) AS sale_lines
FROM order_lines AS l
INNER JOIN periods AS w ON w.period = 'window'
WHERE l.customer_id IS NOT NULL
GROUP BY l.customer_id, l.category, l.channel
