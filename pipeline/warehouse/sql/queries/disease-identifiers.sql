-- How far milestones reach public vocabularies of disease: by the relation of their disease to its nearest MONDO concept,
-- and how many of them have codes of Orphanet, ICD-10 and ICD-11 that mean the same disease.
SELECT
    CASE
        WHEN milestones.indication_id IS NULL THEN 'no disease told'
        ELSE coalesce(predicate_id, 'no MONDO concept')
    END AS relation,
    count(*) AS milestones,
    round(count(*) / sum(count(*)) OVER (), 3) AS share,
    count(DISTINCT milestones.indication_id) AS diseases,
    count(*) FILTER (EXISTS (
        FROM indication_mappings AS coded
        WHERE coded.indication_id = milestones.indication_id AND coded.predicate_id = 'skos:exactMatch'
          AND starts_with(coded.object_id, 'Orphanet:')
    )) AS with_orphanet,
    count(*) FILTER (EXISTS (
        FROM indication_mappings AS coded
        WHERE coded.indication_id = milestones.indication_id AND coded.predicate_id = 'skos:exactMatch'
          AND starts_with(coded.object_id, 'ICD')
    )) AS with_icd
FROM milestones
LEFT JOIN mondo_diseases USING (indication_id)
GROUP BY relation
ORDER BY milestones DESC, relation;
