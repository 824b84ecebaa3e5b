-- Authorisations granted before confirmation (accelerated, conditional, time-limited): whether they became full, ended or
-- still stand so, and after how many days.
SELECT
    product, jurisdiction, indication, granted_as, granted_on, converted_on, ended_on, end_reason,
    CASE WHEN converted_by IS NOT NULL THEN 'became full' WHEN ended_by IS NOT NULL THEN 'ended' ELSE 'stands so' END AS fate,
    CASE WHEN granted_precision = 'day' AND converted_precision = 'day' THEN converted_on - granted_on END AS days_to_full
FROM authorisations
WHERE granted_as IN ('accelerated', 'conditional', 'time_limited')
ORDER BY jurisdiction, granted_on NULLS LAST, product, authorisation_id;
