-- Authorisations granted before confirmation (accelerated, conditional, time-limited): whether they became full, ended or
-- still stand so, and after how many days. Where no decision is told, but a register that marks conditional approvals
-- no longer marks it, that is its fate by the day on which the register was seen last (`register_on`).
WITH unmarked AS (
    SELECT milestone_id AS granted_by, max(last_seen) AS register_on
    FROM milestone_evidence
    JOIN register_entries USING (register_entry_id)
    WHERE NOT list_contains(pathway, 'CONDITIONAL') AND register_entries.source_id IN (
        SELECT marking.source_id FROM register_entries AS marking WHERE list_contains(marking.pathway, 'CONDITIONAL')
    )
    GROUP BY milestone_id
)
SELECT
    product, jurisdiction, indication, granted_as, granted_on, converted_on, ended_on, end_reason,
    CASE
        WHEN converted_by IS NOT NULL THEN 'became full'
        WHEN ended_by IS NOT NULL THEN 'ended'
        WHEN granted_as = 'conditional' AND register_on IS NOT NULL THEN 'no longer conditional'
        ELSE 'stands so'
    END AS fate,
    CASE WHEN granted_precision = 'day' AND converted_precision = 'day' THEN converted_on - granted_on END AS days_to_full,
    CASE WHEN fate = 'no longer conditional' THEN register_on END AS register_on
FROM authorisations
LEFT JOIN unmarked USING (granted_by)
WHERE granted_as IN ('accelerated', 'conditional', 'time_limited')
ORDER BY jurisdiction, granted_on NULLS LAST, product, authorisation_id;
