-- Applications under review by the sources read so far, with the days left to the goal date from a day (`day`, YYYY-MM-DD);
-- heard of within two years before it, soonest goal first.
-- Example: day=2026-03-20
SELECT
    product, jurisdiction, agency, company, indication, application_type, supplement, status, submitted_on, accepted_on,
    goal_date, goal_date - CAST(getvariable('day') AS DATE) AS days_to_goal, last_step_on, application_id
FROM applications
JOIN (
    SELECT application_id, max(event_date) AS last_step_on
    FROM milestones GROUP BY application_id
) AS steps USING (application_id)
WHERE status = 'pending' AND last_step_on <= CAST(getvariable('day') AS DATE)
  AND last_step_on > CAST(getvariable('day') AS DATE) - INTERVAL 2 YEAR
ORDER BY goal_date NULLS LAST, last_step_on, product, jurisdiction;
