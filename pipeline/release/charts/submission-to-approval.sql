-- Days from submission to approval of first marketing applications, both known to the day.
-- Left out: products with more than one such submission or approval in a jurisdiction, where it is not told which belong together.
WITH steps AS (
    SELECT product_id, product, jurisdiction, agency, milestone_type, event_date, event_date_precision
    FROM milestones
    WHERE milestone_type IN ('submission', 'approval') AND supplement = false
), pairs AS (
    SELECT
        product_id, product, jurisdiction, any_value(agency) FILTER (milestone_type = 'approval') AS agency,
        min(event_date) FILTER (milestone_type = 'submission') AS submitted,
        min(event_date) FILTER (milestone_type = 'approval') AS approved
    FROM steps
    GROUP BY product_id, product, jurisdiction
    HAVING count(*) FILTER (milestone_type = 'submission') = 1
       AND count(*) FILTER (milestone_type = 'approval') = 1
       AND bool_and(coalesce(event_date_precision = 'day', false))
)
SELECT product_id, product, jurisdiction, agency, submitted, approved, approved - submitted AS days
FROM pairs
WHERE approved > submitted
ORDER BY agency, days, product_id;
