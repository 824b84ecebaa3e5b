-- First approvals that registers date differently, or on whose day the register and the announcements differ: every source's
-- day beside the best one, and whether they agree within a day (confirmed) or not (conflict).
WITH told AS (
    SELECT
        entries.milestone_id,
        entries.source_id,
        entries.record_id,
        entries.field,
        entries.raw_value,
        entries.event_date,
        entries.superseded
    FROM (
        SELECT
            evidence.milestone_id, entry.source_id, entry.record_id, entry.field, entry.raw_value, entry.event_date,
            false AS superseded
        FROM milestone_evidence AS evidence
        JOIN register_entries AS entry USING (register_entry_id)
        UNION ALL
        SELECT
            evidence.milestone_id, old.source_id, old.record_id, old.field, old.raw_value, old.event_date, true
        FROM milestone_evidence AS evidence
        JOIN register_entries AS entry USING (register_entry_id)
        JOIN register_entries AS old ON old.superseded_by = entry.register_entry_id
        UNION ALL
        SELECT
            evidence.milestone_id, documents.source_id, evidence.document_id, 'announcement',
            CAST(evidence.event_date AS VARCHAR), evidence.event_date, false
        FROM milestone_evidence AS evidence
        JOIN documents USING (document_id)
        WHERE evidence.event_date_precision = 'day' AND evidence.date_basis = 'stated'
    ) AS entries
    WHERE entries.event_date IS NOT NULL
),
spread AS (
    SELECT
        milestone_id,
        max(event_date) - min(event_date) AS days_apart,
        list(DISTINCT source_id || ' ' || CAST(event_date AS VARCHAR)
             || CASE WHEN superseded THEN ' (corrected since)' ELSE '' END
             ORDER BY source_id || ' ' || CAST(event_date AS VARCHAR)
             || CASE WHEN superseded THEN ' (corrected since)' ELSE '' END) AS told,
        string_agg(DISTINCT CASE WHEN field <> 'announcement' THEN record_id END, ', ' ORDER BY
             CASE WHEN field <> 'announcement' THEN record_id END) AS records
    FROM told
    GROUP BY milestone_id
)
SELECT
    milestones.product,
    milestones.jurisdiction,
    spread.records,
    milestones.event_date AS best_date,
    spread.days_apart,
    CASE WHEN spread.days_apart <= 1 THEN 'confirmed' ELSE 'conflict' END AS agreement,
    spread.told
FROM spread
JOIN milestones USING (milestone_id)
WHERE milestones.milestone_type = 'approval'
  AND milestones.evidence_level = 'register'
  AND spread.days_apart > 0
ORDER BY spread.days_apart DESC, milestones.product, milestones.jurisdiction;
