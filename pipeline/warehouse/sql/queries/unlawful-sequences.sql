-- Applications whose told steps cannot have followed each other: the sources, or their reading, want a human eye.
SELECT product, jurisdiction, indication, status, breaches, submitted_on, accepted_on, decided_on, application_id
FROM applications
WHERE len(breaches) > 0
ORDER BY product, jurisdiction, application_id;
