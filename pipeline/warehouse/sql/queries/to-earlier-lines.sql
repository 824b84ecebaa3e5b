-- Days from the first label of a product for a disease to its labels in earlier lines of treatment, by jurisdiction.
WITH labels AS (
    SELECT product_id, product, jurisdiction, indication_id, prior_lines_min, min(granted_on) AS granted_on,
        arg_min(granted_precision, granted_on) AS precision
    FROM authorisations
    WHERE prior_lines_min IS NOT NULL AND granted_on IS NOT NULL AND indication_id IS NOT NULL
    GROUP BY ALL
)
SELECT
    later.product, later.jurisdiction, later.indication_id AS disease, first.prior_lines_min AS lines_at_first,
    first.granted_on AS first_label_on, later.prior_lines_min AS lines_then, later.granted_on AS then_on,
    later.granted_on - first.granted_on AS days, first.precision AS first_precision, later.precision AS then_precision
FROM labels AS later
JOIN labels AS first
    ON first.product_id = later.product_id AND first.jurisdiction = later.jurisdiction
    AND first.prior_lines_min > later.prior_lines_min AND first.granted_on < later.granted_on
    AND (same_or_kind_of(first.indication_id, later.indication_id) OR same_or_kind_of(later.indication_id, first.indication_id))
QUALIFY row_number() OVER (
    PARTITION BY later.product_id, later.jurisdiction, later.indication_id, later.prior_lines_min ORDER BY first.granted_on
) = 1
ORDER BY days, later.product, later.jurisdiction;
