-- customer_golden: the golden record, the best that the sources know of each customer.
-- Grain: one row per customer_id, always. credit_limit in major units; records counts the source records; sources lists them, sorted.
-- <field>_source names the source whose record gave the field (null where no record has it).
-- Survivorship: of the records that have the field,
--   name, given_name, family_name: the spelling that most records share, then one with a valid tax id, then one not in capitals only;
--   tax_id, kind, birth_date: a record with a valid tax id; phone: a valid one; email: valid ones only;
--   street .. country: all from one record, the most complete address; created_on: the oldest;
--   then, and for every other field: the newest record (created_on), the fullest, the first by source and source_id.
-- status: customer bought (a completed line of positive quantity) within former_after_days before as_of; former only earlier; prospect never.
WITH parents AS (
    SELECT records.source, records.source_id, links.customer_id AS parent_id
    FROM standard_records AS records
    JOIN customer_links AS links ON links.source = records.source AND links.source_id = records.parent_source_id
),
named AS (
    SELECT
        links.customer_id,
        parents.parent_id,
        CASE WHEN clean_name IS NOT NULL THEN COALESCE(key_name, key_given || ' ' || COALESCE(key_family, ''), '') END AS spelling,
        records.*
    FROM standard_records AS records
    JOIN customer_links AS links ON links.source = records.source AND links.source_id = records.source_id
    LEFT JOIN parents ON parents.source = records.source AND parents.source_id = records.source_id AND parents.parent_id <> links.customer_id
),
counted AS (
    SELECT
        named.*,
        COUNT(*) OVER (PARTITION BY customer_id) AS records,
        CASE WHEN street IS NULL OR street = '' THEN 0 ELSE 1 END + CASE WHEN city IS NULL OR city = '' THEN 0 ELSE 1 END
            + CASE WHEN postal_code IS NULL OR postal_code = '' THEN 0 ELSE 1 END AS address_fields,
        CASE WHEN clean_name IS NULL THEN 0 ELSE 1 END + CASE WHEN clean_tax_id IS NULL THEN 0 ELSE 1 END
            + CASE WHEN clean_email IS NULL THEN 0 ELSE 1 END + CASE WHEN clean_phone IS NULL THEN 0 ELSE 1 END
            + CASE WHEN birth_date IS NULL THEN 0 ELSE 1 END + CASE WHEN street IS NULL THEN 0 ELSE 1 END AS filled
    FROM named
),
single AS (
    SELECT * FROM counted WHERE records = 1
),
several AS (
    SELECT
        counted.*,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY created_on DESC NULLS LAST, filled DESC, source, source_id) AS row_place,
        COUNT(*) OVER (PARTITION BY customer_id, spelling) AS same_spelling
    FROM counted
    WHERE records > 1
),
ranked AS (
    SELECT
        several.*,
        -row_place AS place,
        CASE WHEN tax_id_valid THEN 1000000 ELSE 0 END - row_place AS tax_place,
        CASE WHEN phone_valid THEN 1000000 ELSE 0 END - row_place AS phone_place,
        address_fields * 1000000 - row_place AS address_place,
        same_spelling * 10000000 + CASE WHEN tax_id_valid THEN 2000000 ELSE 0 END
            + CASE WHEN clean_name <> UPPER(clean_name) THEN 1000000 ELSE 0 END - row_place AS name_place
    FROM several
),
best AS (
    SELECT
        customer_id,
        COUNT(*) AS records,
        ARRAY_TO_STRING(ARRAY_SORT(ARRAY_AGG(DISTINCT source)), ',') AS sources,
        MIN(created_on) AS created_on,
        MAX_BY(source, CASE WHEN created_on IS NOT NULL THEN row_place END) AS created_on_source,
        MAX_BY(clean_kind, CASE WHEN clean_kind IS NOT NULL THEN tax_place END) AS kind,
        MAX_BY(source, CASE WHEN clean_kind IS NOT NULL THEN tax_place END) AS kind_source,
        MAX_BY(clean_name, CASE WHEN clean_name IS NOT NULL THEN name_place END) AS name,
        MAX_BY(source, CASE WHEN clean_name IS NOT NULL THEN name_place END) AS name_source,
        MAX_BY(clean_given_name, CASE WHEN clean_given_name IS NOT NULL THEN name_place END) AS given_name,
        MAX_BY(source, CASE WHEN clean_given_name IS NOT NULL THEN name_place END) AS given_name_source,
        MAX_BY(clean_family_name, CASE WHEN clean_family_name IS NOT NULL THEN name_place END) AS family_name,
        MAX_BY(source, CASE WHEN clean_family_name IS NOT NULL THEN name_place END) AS family_name_source,
        MAX_BY(clean_tax_id, CASE WHEN clean_tax_id IS NOT NULL THEN tax_place END) AS tax_id,
        MAX_BY(source, CASE WHEN clean_tax_id IS NOT NULL THEN tax_place END) AS tax_id_source,
        MAX_BY(clean_email, CASE WHEN clean_email IS NOT NULL THEN place END) AS email,
        MAX_BY(source, CASE WHEN clean_email IS NOT NULL THEN place END) AS email_source,
        MAX_BY(clean_phone, CASE WHEN clean_phone IS NOT NULL THEN phone_place END) AS phone,
        MAX_BY(source, CASE WHEN clean_phone IS NOT NULL THEN phone_place END) AS phone_source,
        MAX_BY(CAST(key_birth_date AS DATE), CASE WHEN CAST(key_birth_date AS DATE) IS NOT NULL THEN tax_place END) AS birth_date,
        MAX_BY(source, CASE WHEN CAST(key_birth_date AS DATE) IS NOT NULL THEN tax_place END) AS birth_date_source,
        MAX_BY(street, CASE WHEN street IS NOT NULL THEN address_place END) AS street,
        MAX_BY(source, CASE WHEN street IS NOT NULL THEN address_place END) AS street_source,
        MAX_BY(city, CASE WHEN city IS NOT NULL THEN address_place END) AS city,
        MAX_BY(source, CASE WHEN city IS NOT NULL THEN address_place END) AS city_source,
        MAX_BY(state, CASE WHEN state IS NOT NULL THEN address_place END) AS state,
        MAX_BY(source, CASE WHEN state IS NOT NULL THEN address_place END) AS state_source,
        MAX_BY(postal_code, CASE WHEN postal_code IS NOT NULL THEN address_place END) AS postal_code,
        MAX_BY(source, CASE WHEN postal_code IS NOT NULL THEN address_place END) AS postal_code_source,
        MAX_BY(country, CASE WHEN country IS NOT NULL THEN address_place END) AS country,
        MAX_BY(source, CASE WHEN country IS NOT NULL THEN address_place END) AS country_source,
        MAX_BY(language, CASE WHEN language IS NOT NULL THEN place END) AS language,
        MAX_BY(source, CASE WHEN language IS NOT NULL THEN place END) AS language_source,
        MAX_BY(owner, CASE WHEN owner IS NOT NULL THEN place END) AS owner,
        MAX_BY(source, CASE WHEN owner IS NOT NULL THEN place END) AS owner_source,
        MAX_BY(team, CASE WHEN team IS NOT NULL THEN place END) AS team,
        MAX_BY(source, CASE WHEN team IS NOT NULL THEN place END) AS team_source,
        MAX_BY(branch, CASE WHEN branch IS NOT NULL THEN place END) AS branch,
        MAX_BY(source, CASE WHEN branch IS NOT NULL THEN place END) AS branch_source,
        MAX_BY(credit_limit, CASE WHEN credit_limit IS NOT NULL THEN place END) AS credit_limit,
        MAX_BY(source, CASE WHEN credit_limit IS NOT NULL THEN place END) AS credit_limit_source,
        MAX_BY(parent_id, CASE WHEN parent_id IS NOT NULL THEN place END) AS parent_customer_id,
        MAX_BY(source, CASE WHEN parent_id IS NOT NULL THEN place END) AS parent_customer_id_source
    FROM ranked
    GROUP BY customer_id
),
alone AS (
    SELECT
        customer_id,
        records,
        source AS sources,
        created_on,
        CASE WHEN created_on IS NOT NULL THEN source END AS created_on_source,
        clean_kind AS kind,
        CASE WHEN clean_kind IS NOT NULL THEN source END AS kind_source,
        clean_name AS name,
        CASE WHEN clean_name IS NOT NULL THEN source END AS name_source,
        clean_given_name AS given_name,
        CASE WHEN clean_given_name IS NOT NULL THEN source END AS given_name_source,
        clean_family_name AS family_name,
        CASE WHEN clean_family_name IS NOT NULL THEN source END AS family_name_source,
        clean_tax_id AS tax_id,
        CASE WHEN clean_tax_id IS NOT NULL THEN source END AS tax_id_source,
        clean_email AS email,
        CASE WHEN clean_email IS NOT NULL THEN source END AS email_source,
        clean_phone AS phone,
        CASE WHEN clean_phone IS NOT NULL THEN source END AS phone_source,
        CAST(key_birth_date AS DATE) AS birth_date,
        CASE WHEN CAST(key_birth_date AS DATE) IS NOT NULL THEN source END AS birth_date_source,
        street AS street,
        CASE WHEN street IS NOT NULL THEN source END AS street_source,
        city AS city,
        CASE WHEN city IS NOT NULL THEN source END AS city_source,
        state AS state,
        CASE WHEN state IS NOT NULL THEN source END AS state_source,
        postal_code AS postal_code,
        CASE WHEN postal_code IS NOT NULL THEN source END AS postal_code_source,
        country AS country,
        CASE WHEN country IS NOT NULL THEN source END AS country_source,
        language AS language,
        CASE WHEN language IS NOT NULL THEN source END AS language_source,
        owner AS owner,
        CASE WHEN owner IS NOT NULL THEN source END AS owner_source,
        team AS team,
        CASE WHEN team IS NOT NULL THEN source END AS team_source,
        branch AS branch,
        CASE WHEN branch IS NOT NULL THEN source END AS branch_source,
        credit_limit AS credit_limit,
        CASE WHEN credit_limit IS NOT NULL THEN source END AS credit_limit_source,
        parent_id AS parent_customer_id,
        CASE WHEN parent_id IS NOT NULL THEN source END AS parent_customer_id_source
    FROM single
),
golden AS (
    SELECT * FROM best
    UNION ALL
    SELECT * FROM alone
),
purchases AS (
    SELECT links.customer_id, MAX(orders.ordered_at) AS last_at
    FROM orders
    JOIN customer_links AS links ON links.source = orders.source AND links.source_id = orders.customer
    CROSS JOIN run
    WHERE COALESCE(orders.status, 'completed') = 'completed' AND orders.quantity > 0 AND orders.ordered_at < run.as_of
    GROUP BY links.customer_id
)
SELECT
    golden.*,
    CASE
        WHEN purchases.last_at IS NULL THEN 'prospect'
        WHEN DATEDIFF('day', CAST(purchases.last_at AS DATE), run.as_of) <= run.former_after_days THEN 'customer'
        ELSE 'former'
    END AS status
FROM golden
CROSS JOIN run
LEFT JOIN purchases ON purchases.customer_id = golden.customer_id
