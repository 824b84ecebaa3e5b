-- Where each product was approved first, and how many months later elsewhere, by the approvals in this release.
-- Left out: products with an approval, in any jurisdiction, that is not known to the month.
WITH first_approvals AS (
    SELECT
        product_id, product, jurisdiction,
        arg_min(agency, event_date) AS agency,
        min(event_date) AS approved,
        arg_min(event_date_precision, event_date) IN ('day', 'month') AS is_known
    FROM milestones
    WHERE milestone_type = 'approval' AND jurisdiction <> 'ZZ'
    GROUP BY ALL
)
SELECT
    product_id, product, jurisdiction, agency, approved,
    date_diff('month', min(approved) OVER of_product, approved) AS months_after_first
FROM first_approvals
WINDOW of_product AS (PARTITION BY product_id)
QUALIFY bool_and(coalesce(is_known, false)) OVER of_product
ORDER BY product_id, approved, jurisdiction;
