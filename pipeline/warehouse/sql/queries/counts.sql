-- Milestones by agency and type, with the first and the last day.
SELECT agency, milestone_type, count(*) AS milestones, min(event_date) AS first, max(event_date) AS last
FROM milestones
GROUP BY ALL
ORDER BY agency NULLS LAST, milestones DESC, milestone_type;
