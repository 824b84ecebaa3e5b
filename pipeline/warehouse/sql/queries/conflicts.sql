-- Milestones on whose day the sources contradict each other, with every day that they tell.
SELECT
    milestone_id, product, jurisdiction, milestone_type, milestones.event_date AS chosen,
    list(DISTINCT milestone_evidence.event_date ORDER BY milestone_evidence.event_date) AS told
FROM milestones
JOIN milestone_evidence USING (milestone_id)
WHERE review_status = 'conflict'
GROUP BY ALL
ORDER BY product, chosen;
