-- One row per line of a completed order before the as-of date, since the start.
-- Grain: a stored line of `orders` (source, order_id, load_id, line). customer_id is null where the line names no customer (unidentified).
-- Units: quantity in pieces; gross, discount, net, tax, revenue, product_cost in minor units, each rounded half-even once:
--   net = quantity x unit_price - discount, gross = net + discount, revenue = net - tax. A return has quantity < 0 and negative money.
--   product_cost: the unit cost of the line, else of the product in the same source, else of the product in any source (cost_basis known);
--   else revenue x (1 - assumed margin) (assumed); else 0 (unknown).
-- Rounding: `near` is the nearest whole number of minor units by floating point, `rest` what it misses, exactly; a rest of more than
-- half a unit moves it, a rest of exactly half moves it to the even neighbour.
WITH book AS (
    SELECT
        as_of,
        CAST(CAST(1 AS DOUBLE) / minor_factor AS DECIMAL(5, 4)) AS unit,
        CAST(CAST(0.5 AS DOUBLE) / minor_factor AS DECIMAL(6, 5)) AS half,
        CAST(CAST(1 AS DOUBLE) - assumed_margin AS DECIMAL(10, 6)) AS assumed_cost
    FROM run
),
any_source AS (
    SELECT
        product_id,
        MIN_BY(name, CASE WHEN name IS NOT NULL THEN source END) AS name,
        MIN_BY(category, CASE WHEN category IS NOT NULL THEN source END) AS category,
        MIN_BY(unit_cost, CASE WHEN unit_cost IS NOT NULL THEN source END) AS unit_cost
    FROM (
        SELECT
            product_id, source,
            MAX(name) AS name, MAX(category) AS category, MAX(unit_cost) AS unit_cost
        FROM products
        GROUP BY product_id, source
    ) AS one_per_source
    GROUP BY product_id
),
exact AS (
    SELECT
        links.customer_id, o.source, o.order_id, o.line, o.load_id, o.ordered_at, o.product_id,
        COALESCE(own.name, other.name) AS product_name,
        COALESCE(own.category, other.category) AS category,
        o.channel, o.seller, o.branch, o.quantity,
        CAST(CAST(o.quantity AS DECIMAL(19, 6)) * o.unit_price AS DECIMAL(36, 12)) - COALESCE(o.discount, 0) AS net,
        COALESCE(o.discount, 0) AS discount,
        COALESCE(o.tax, 0) AS tax,
        CAST(CAST(o.quantity AS DECIMAL(19, 6)) * COALESCE(o.unit_cost, own.unit_cost, other.unit_cost) AS DECIMAL(36, 12)) AS known_cost,
        book.unit, book.half, book.assumed_cost
    FROM orders AS o
    CROSS JOIN book
    LEFT JOIN customer_links AS links ON links.source = o.source AND links.source_id = o.customer
    LEFT JOIN products AS own ON own.source = o.source AND own.product_id = o.product_id
    LEFT JOIN any_source AS other ON other.product_id = o.product_id
    WHERE COALESCE(o.status, 'completed') = 'completed' AND o.ordered_at < CAST(book.as_of AS TIMESTAMP)
),
near AS (
    SELECT
        *,
        CAST(FLOOR(CAST(net AS DOUBLE) / CAST(unit AS DOUBLE) + 0.5) AS BIGINT) AS near_net,
        CAST(FLOOR(CAST(discount AS DOUBLE) / CAST(unit AS DOUBLE) + 0.5) AS BIGINT) AS near_discount,
        CAST(FLOOR(CAST(tax AS DOUBLE) / CAST(unit AS DOUBLE) + 0.5) AS BIGINT) AS near_tax
    FROM exact
),
rest AS (
    SELECT
        *,
        net - CAST(near_net AS DECIMAL(18, 0)) * unit AS rest_net,
        discount - CAST(near_discount AS DECIMAL(18, 0)) * unit AS rest_discount,
        tax - CAST(near_tax AS DECIMAL(18, 0)) * unit AS rest_tax
    FROM near
),
rounded AS (
    SELECT
        customer_id, source, order_id, line, load_id, ordered_at, product_id, product_name, category, channel, seller, branch, quantity,
        near_net + CASE
            WHEN rest_net > half OR (rest_net = half AND near_net % 2 <> 0) THEN 1
            WHEN rest_net < -half OR (rest_net = -half AND near_net % 2 <> 0) THEN -1
            ELSE 0
        END AS net,
        near_discount + CASE
            WHEN rest_discount > half OR (rest_discount = half AND near_discount % 2 <> 0) THEN 1
            WHEN rest_discount < -half OR (rest_discount = -half AND near_discount % 2 <> 0) THEN -1
            ELSE 0
        END AS discount,
        near_tax + CASE
            WHEN rest_tax > half OR (rest_tax = half AND near_tax % 2 <> 0) THEN 1
            WHEN rest_tax < -half OR (rest_tax = -half AND near_tax % 2 <> 0) THEN -1
            ELSE 0
        END AS tax,
        known_cost, unit, half, assumed_cost
    FROM rest
),
costed AS (
    SELECT
        *,
        COALESCE(known_cost, CAST(CAST(net - tax AS DECIMAL(20, 0)) * unit * assumed_cost AS DECIMAL(36, 12)), 0) AS cost
    FROM rounded
),
near_cost AS (
    SELECT *, CAST(FLOOR(CAST(cost AS DOUBLE) / CAST(unit AS DOUBLE) + 0.5) AS BIGINT) AS near_cost
    FROM costed
),
rest_cost AS (
    SELECT *, cost - CAST(near_cost AS DECIMAL(18, 0)) * unit AS rest_cost
    FROM near_cost
)
SELECT
    customer_id, source, order_id, line, load_id,
    CAST(ordered_at AS DATE) AS ordered_on,
    ordered_at, product_id, product_name, category, channel, seller, branch, quantity,
    net + discount AS gross, discount, net, tax,
    net - tax AS revenue,
    near_cost + CASE
        WHEN rest_cost > half OR (rest_cost = half AND near_cost % 2 <> 0) THEN 1
        WHEN rest_cost < -half OR (rest_cost = -half AND near_cost % 2 <> 0) THEN -1
        ELSE 0
    END AS product_cost,
    CASE WHEN known_cost IS NOT NULL THEN 'known' WHEN assumed_cost IS NOT NULL THEN 'assumed' ELSE 'unknown' END AS cost_basis,
    quantity < 0 AS is_return
FROM rest_cost
