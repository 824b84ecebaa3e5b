-- Decisions against the goal date that held: days early (negative) or late, and how often the goal was moved.
SELECT product, agency, indication, status, goal_date, decided_on, days_past_goal, first_goal_date, goal_date_moves, cycles
FROM applications
WHERE days_past_goal IS NOT NULL
ORDER BY days_past_goal DESC, product, application_id;
