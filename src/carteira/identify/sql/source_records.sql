-- source_records: every record of a customer that a source has loaded or that a fact names.
-- Grain: one row per (source, source_id). in_customers: the record is in `customers` (else only facts name it, and every other column is null).
-- Answers that were given here (load_id null) are of records that files name: they make none.
-- Where `customers` repeats a source_id, the last line of the newest load stands. Facts of unidentified customers (null) make no record.
WITH named AS (
    SELECT source, customer FROM contacts
    UNION SELECT source, customer FROM addresses
    UNION SELECT source, customer FROM consents
    UNION SELECT source, customer FROM orders
    UNION SELECT source, customer FROM invoices
    UNION SELECT source, customer FROM interactions
    UNION SELECT source, customer FROM costs
    UNION SELECT source, customer FROM cases
    UNION SELECT source, customer FROM surveys
    UNION SELECT source, customer FROM answers WHERE load_id IS NOT NULL
    UNION SELECT source, customer FROM opportunities
    UNION SELECT source, customer FROM treatments
    UNION SELECT source, customer FROM subscriptions
    UNION SELECT source, customer FROM wallet
),
loaded AS (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY source, source_id ORDER BY load_id DESC, line DESC) AS place
    FROM customers
    WHERE source_id IS NOT NULL AND source_id <> ''
),
newest AS (
    SELECT * FROM loaded WHERE place = 1
),
every_id AS (
    SELECT source, customer AS source_id FROM named WHERE customer IS NOT NULL AND customer <> ''
    UNION SELECT source, source_id FROM newest
)
SELECT
    every_id.source,
    every_id.source_id,
    newest.source_id IS NOT NULL AS in_customers,
    newest.kind,
    newest.name,
    newest.given_name,
    newest.family_name,
    newest.tax_id,
    newest.email,
    newest.phone,
    newest.birth_date,
    newest.street,
    newest.city,
    newest.state,
    newest.postal_code,
    newest.country,
    newest.language,
    newest.parent_source_id,
    newest.owner,
    newest.team,
    newest.branch,
    newest.credit_limit,
    newest.created_on
FROM every_id
LEFT JOIN newest ON newest.source = every_id.source AND newest.source_id = every_id.source_id
