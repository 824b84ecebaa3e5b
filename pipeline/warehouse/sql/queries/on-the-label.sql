-- What was on the label on a day (`day`, YYYY-MM-DD), by product, jurisdiction, disease and line. Approvals whose date
-- is coarser than a day count from the end of that period.
-- Example: day=2022-06-30
SELECT
    product, jurisdiction, indication, prior_lines_min, population,
    CASE WHEN converted_on <= CAST(getvariable('day') AS DATE) THEN 'full' ELSE granted_as END AS standing,
    granted_on, granted_precision, ended_on
FROM authorisations
WHERE period_end(granted_on, granted_precision) <= CAST(getvariable('day') AS DATE)
  AND (ended_by IS NULL OR ended_on > CAST(getvariable('day') AS DATE))
ORDER BY product, jurisdiction, granted_on, indication;
