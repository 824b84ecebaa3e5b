-- Approvals by year and agency, with how many of them are the product's first approval there.
WITH approvals AS (
    SELECT
        agency, event_date,
        row_number() OVER (PARTITION BY product_id, jurisdiction ORDER BY event_date, milestone_id) = 1 AS is_first
    FROM milestones
    WHERE milestone_type = 'approval' AND event_date IS NOT NULL AND agency IS NOT NULL
)
SELECT year(event_date) AS year, agency, count(*) AS approvals, count(*) FILTER (is_first) AS first_approvals
FROM approvals
GROUP BY ALL
ORDER BY year, approvals DESC, agency;
