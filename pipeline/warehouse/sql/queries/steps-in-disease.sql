-- Steps in a disease and all kinds of it: by name, synonym or identifier (`disease`), such as lymphoma or MONDO:0005062;
-- or in a whole area, such as eye. Newest first.
-- Example: disease=lymphoma
SELECT
    event_date, event_date_precision AS precision, milestone_type, jurisdiction, product, indications.name AS disease,
    mondo_id, designation, outcome, evidence_level, milestone_id
FROM milestones
JOIN indications USING (indication_id)
LEFT JOIN mondo_diseases USING (indication_id)
WHERE indication_id IN (
    SELECT kind.indication_id
    FROM indication_ancestors AS kind
    WHERE kind.ancestor_id IN (SELECT wanted.indication_id FROM disease_named(getvariable('disease')) AS wanted)
)
ORDER BY event_date DESC NULLS LAST, product, milestone_type, milestone_id;
