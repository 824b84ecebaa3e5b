-- Milestones that rest on the company's word alone: no regulator, register or press tells of them.
SELECT event_date, event_date_precision AS precision, milestone_type, jurisdiction, product, company, source_count,
    confidence, milestone_id
FROM milestones
WHERE evidence_level = 'company'
  AND milestone_id NOT IN (
    SELECT milestone_id
    FROM milestone_evidence
    LEFT JOIN documents USING (document_id)
    LEFT JOIN sources ON sources.source_id = documents.source_id
    WHERE register_entry_id IS NOT NULL OR sources.kind NOT IN ('company', 'wire')
  )
ORDER BY event_date DESC NULLS LAST, product, milestone_id;
