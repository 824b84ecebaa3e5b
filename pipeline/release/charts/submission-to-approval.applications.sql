-- Days from submission to approval of first marketing applications, both known to the day.
SELECT
    product_id, product, jurisdiction, agency, submitted_on AS submitted, decided_on AS approved, review_days AS days
FROM applications
WHERE status = 'approved' AND NOT supplement AND review_days IS NOT NULL AND len(breaches) = 0
ORDER BY agency, days, product_id;
