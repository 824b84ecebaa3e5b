-- What changed in a register between its snapshots: values that came, went or were corrected, each with the snapshots between.
SELECT
    entry.source_id,
    entry.record_id,
    entry.product,
    entry.milestone_type,
    entry.field,
    entry.raw_value,
    CASE
        WHEN entry.superseded_by IS NOT NULL THEN 'corrected'
        WHEN entry.last_seen < newest.day THEN 'gone'
        ELSE 'new'
    END AS change,
    later.raw_value AS corrected_to,
    entry.unseen_until AS not_before,
    entry.first_seen,
    entry.last_seen
FROM register_entries AS entry
LEFT JOIN register_entries AS later ON later.register_entry_id = entry.superseded_by
LEFT JOIN (SELECT source_id, max(unseen_until) AS day FROM register_entries GROUP BY source_id) AS newest
    ON newest.source_id = entry.source_id
WHERE entry.superseded_by IS NOT NULL
   OR entry.unseen_until IS NOT NULL
   OR entry.last_seen < newest.day
ORDER BY entry.source_id, entry.record_id, entry.milestone_type, entry.first_seen;
