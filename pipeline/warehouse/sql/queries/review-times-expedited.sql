-- Median days from submission to approval by agency, expedited against standard: with priority review or accelerated
-- assessment, or with a status such as RMAT, breakthrough, PRIME, Sakigake; with number and quartiles.
WITH judged AS (
    SELECT
        applications.*,
        list_has_any(pathway, ['PRIORITY', 'ACCELERATED']) OR EXISTS (
            FROM designations
            WHERE designations.product_id = applications.product_id
              AND designations.jurisdiction = applications.jurisdiction
              AND designations.designation IN ('RMAT', 'BTD', 'PRIME', 'SAKIGAKE', 'ILAP')
              AND (designations.granted_on IS NULL OR designations.granted_on <= applications.decided_on)
        ) AS expedited
    FROM applications
    WHERE status = 'approved' AND review_days IS NOT NULL AND agency IS NOT NULL
)
SELECT
    agency, CASE WHEN expedited THEN 'expedited' ELSE 'standard' END AS review, count(*) AS n,
    quantile_cont(review_days, 0.25) AS lower_quartile, median(review_days) AS median_days,
    quantile_cont(review_days, 0.75) AS upper_quartile
FROM judged
GROUP BY ALL
ORDER BY agency, review;
