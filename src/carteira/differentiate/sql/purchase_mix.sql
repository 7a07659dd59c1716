-- How often each customer bought of each product category: the input of the segments.
-- Grain: customer_id, category (never null). Units: lines are sale lines since the start.
SELECT customer_id, category, COUNT(*) AS lines
FROM order_lines
WHERE customer_id IS NOT NULL AND category IS NOT NULL AND NOT is_return
GROUP BY customer_id, category
