-- Days from submission to approval of applications, both known to the day.
-- Only steps that are known to belong to one application: whatever else lies between them would give a wrong number.
SELECT
    product_id, any_value(product) AS product, jurisdiction,
    any_value(agency) FILTER (milestone_type = 'approval') AS agency,
    min(event_date) FILTER (milestone_type = 'submission') AS submitted,
    min(event_date) FILTER (milestone_type = 'approval') AS approved,
    approved - submitted AS days
FROM milestones
WHERE application_id IS NOT NULL AND event_date_precision = 'day' AND milestone_type IN ('submission', 'approval')
GROUP BY application_id, product_id, jurisdiction
HAVING approved > submitted
ORDER BY agency, days, product_id;
