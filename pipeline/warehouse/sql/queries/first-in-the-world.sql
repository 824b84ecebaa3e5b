-- For each product the first approval in the world, and the lag of every other market in days (to the precision of
-- both dates).
WITH firsts AS (
    SELECT
        product_id, any_value(product) AS product, jurisdiction,
        min(granted_on) AS approved_on, arg_min(granted_precision, granted_on) AS precision
    FROM authorisations
    WHERE granted_on IS NOT NULL
    GROUP BY product_id, jurisdiction
)
SELECT
    product, jurisdiction, approved_on, precision,
    first_value(jurisdiction) OVER by_day AS first_jurisdiction,
    first_value(approved_on) OVER by_day AS first_approved_on,
    approved_on - first_value(approved_on) OVER by_day AS lag_days,
    row_number() OVER by_day AS place
FROM firsts
WINDOW by_day AS (PARTITION BY product_id ORDER BY approved_on, jurisdiction)
ORDER BY first_approved_on, product, place;
