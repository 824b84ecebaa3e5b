-- Median days from submission to approval of first applications, by agency, with number and quartiles; only those whose
-- two ends are known to the day.
SELECT
    agency, count(*) AS n,
    quantile_cont(review_days, 0.25) AS lower_quartile, median(review_days) AS median_days,
    quantile_cont(review_days, 0.75) AS upper_quartile, min(review_days) AS least, max(review_days) AS most
FROM applications
WHERE status = 'approved' AND NOT supplement AND review_days IS NOT NULL AND agency IS NOT NULL
GROUP BY agency
ORDER BY n DESC, agency;
