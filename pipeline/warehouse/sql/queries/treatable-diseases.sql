-- Diseases with any approved cell or gene therapy that still stands, with products, jurisdictions and the first approval.
SELECT
    indication_id, any_value(indications.name) AS disease,
    list(DISTINCT authorisations.product ORDER BY authorisations.product) AS products,
    list(DISTINCT authorisations.jurisdiction ORDER BY authorisations.jurisdiction) AS jurisdictions,
    min(granted_on) AS first_approval,
    (
        SELECT list(object_id ORDER BY object_id)
        FROM indication_mappings
        WHERE indication_mappings.indication_id = authorisations.indication_id AND predicate_id = 'skos:exactMatch'
    ) AS identifiers
FROM authorisations
JOIN indications USING (indication_id)
JOIN products USING (product_id)
WHERE ended_by IS NULL AND products.scope IN ('cell_therapy', 'gene_therapy')
GROUP BY indication_id
ORDER BY first_approval NULLS LAST, indication_id;
