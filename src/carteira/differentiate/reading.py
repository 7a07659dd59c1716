"""The tables that pages read: those that lists and searches go through, and those opened by customer.

Written for DuckDB alone: they live in the reading copy (`carteira.book.reading`) and are no results.
"""

from collections.abc import Mapping

from carteira.warehouse.reading_copy import CopiedTable

CUSTOMER = ("customer_id",)
MONTHS_KEPT = 24
"""Months before the as-of date of which `monthly_revenue` has the revenue."""

_LIST = """
SELECT *, strip_accents(lower(name)) AS folded_name
FROM customer_card
"""
"""The card, with the name in small letters without accents: what lists sort, filter and show."""

_NAMES = """
SELECT customer_id, name, category, city, lifetime_value, parent_customer_id
FROM customer_card
"""
"""What stands where a customer is only named: a table with few columns is read sooner."""

_RECORDS = """
SELECT l.customer_id, l.source, l.source_id, l.probability, l.reason, r.name, r.tax_id, r.email, r.phone
FROM customer_links AS l
INNER JOIN standard_records AS r ON r.source = l.source AND r.source_id = l.source_id
ORDER BY l.customer_id, l.probability DESC, l.source, l.source_id
"""
"""The source records behind each customer, the surest first."""

_MEMBERS = """
SELECT parent_customer_id AS customer_id, customer_id AS member_id
FROM customer_card
WHERE parent_customer_id IS NOT NULL
ORDER BY parent_customer_id, customer_id
"""
"""The customers below each one in its group."""

_TIMELINE = 'SELECT * FROM timeline ORDER BY customer_id, "at" DESC NULLS LAST, kind, reference'
"""What happened with each customer, the last first."""

_ORDERS = """
SELECT
    o.customer_id, o.source, o.order_id, COALESCE(o.ordered_on, CAST(o.returned_at AS DATE)) AS ordered_on,
    o.sale_lines + o.return_lines AS lines, o.revenue, CASE WHEN u.order_id IS NULL THEN o.margin END AS margin,
    o.channel, o.seller, o.return_lines > 0 AS has_return
FROM order_totals AS o
LEFT JOIN (SELECT DISTINCT source, order_id FROM order_lines WHERE cost_basis = 'unknown') AS u
    ON u.source = o.source AND u.order_id = o.order_id
WHERE o.customer_id IS NOT NULL
ORDER BY o.customer_id, ordered_on DESC NULLS LAST, o.source, o.order_id DESC
"""
"""The completed orders of each customer, newest first. revenue and margin in minor units, the margin null where the
cost of a line is unknown."""

_MONTHS = f"""
SELECT customer_id, months_ago, CAST(SUM(revenue) AS BIGINT) AS revenue
FROM (
    SELECT customer_id, revenue, datesub('month', ordered_on, CAST(as_of - INTERVAL 1 DAY AS DATE)) AS months_ago
    FROM order_lines
    WHERE customer_id IS NOT NULL AND ordered_on >= as_of - to_months({MONTHS_KEPT})
)
WHERE months_ago < {MONTHS_KEPT}
GROUP BY customer_id, months_ago
ORDER BY customer_id, months_ago
"""
"""Revenue of each customer by whole months before the as-of date: 0 is the last one. Months without orders are left
out."""

_TERMS = r"""
WITH records AS (
    SELECT
        l.customer_id, lower(l.source_id) AS source_id, lower(r.clean_tax_id) AS tax_id, lower(r.clean_email) AS email,
        replace(strip_accents(lower(r.clean_name)), '''', '') AS name,
        regexp_replace(r.clean_phone, '[^0-9]', '', 'g') AS digits, starts_with(r.clean_phone, '+55') AS brazilian
    FROM customer_links AS l
    INNER JOIN standard_records AS r ON r.source = l.source AND r.source_id = l.source_id
),
terms AS (
    SELECT customer_id, 'name' AS kind, unnest(string_split_regex(name, '[^\p{L}\p{N}]+')) AS term FROM records
    UNION ALL
    SELECT customer_id, 'tax_id' AS kind, tax_id AS term FROM records
    UNION ALL
    SELECT customer_id, 'email' AS kind, email AS term FROM records
    UNION ALL
    SELECT customer_id, 'source_id' AS kind, source_id AS term FROM records
    UNION ALL
    SELECT customer_id, 'phone' AS kind, CASE WHEN brazilian THEN substr(digits, 3) ELSE digits END AS term FROM records
    UNION ALL
    SELECT customer_id, 'phone' AS kind, CASE WHEN brazilian THEN substr(digits, 5) ELSE right(digits, 8) END AS term
    FROM records
)
SELECT t.term, t.kind, t.customer_id, COALESCE(c.lifetime_value, 0) AS weight
FROM (SELECT DISTINCT customer_id, kind, term FROM terms WHERE term <> '') AS t
INNER JOIN customer_card AS c ON c.customer_id = t.customer_id
"""
"""What a customer is found by: each word of each name, and whole, in small letters without accents and signs: tax ids,
e-mail addresses, the ids of the sources, and telephones (with area code, and without it)."""

_ORDER_TERMS = """
SELECT md5_number_lower(lower(order_id)) AS key, customer_id
FROM order_totals
WHERE customer_id IS NOT NULL
"""
"""By which order a customer is found: a number made of the order's id is read faster than the text."""

LISTS: tuple[CopiedTable, ...] = (
    CopiedTable("customer_list", _LIST, indexes=CUSTOMER, plain=("folded_name",)),
    CopiedTable("customer_names", _NAMES, indexes=(*CUSTOMER, "parent_customer_id")),
    CopiedTable("search_terms", _TERMS, "term, weight DESC, customer_id"),
    CopiedTable("order_terms", _ORDER_TERMS, "key"),
)
"""What lists and searches go through. Those without an order are stored sorted by customer."""
BY_CUSTOMER: Mapping[str, str] = {
    "customer_golden": "SELECT * FROM customer_golden ORDER BY customer_id",
    "customer_records": _RECORDS,
    "customer_members": _MEMBERS,
    "customer_orders": _ORDERS,
    "timeline": _TIMELINE,
    "monthly_revenue": _MONTHS,
}
"""What is opened by customer: the SELECT of each table, sorted by customer first."""
