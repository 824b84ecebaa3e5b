-- Applications under review, the next goal date first.
SELECT product_id, product, jurisdiction, agency, company, indication, goal_date
FROM applications
WHERE status = 'pending' AND goal_date IS NOT NULL
ORDER BY goal_date, product_id, application_id;
