-- Applications under review by the sources read so far, the next goal date first; those without one last.
SELECT product_id, product, jurisdiction, agency, company, indication, goal_date
FROM applications
WHERE status = 'pending'
ORDER BY goal_date NULLS LAST, product_id, application_id;
