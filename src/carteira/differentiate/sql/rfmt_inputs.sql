-- What the RFMT score reads of each customer (a helper of customer_rfmt).
-- Grain: customer_id, every customer. Units: last_purchase_on since the start; the rest in the window: frequency in purchase days,
-- monetary in minor units (revenue net of returns), first_on and last_on the first and last purchase day.
SELECT customer_id, last_purchase_on, purchase_days AS frequency, revenue AS monetary, window_first_on AS first_on, window_last_on AS last_on
FROM customer_profit
