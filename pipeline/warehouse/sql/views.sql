-- Views and macros that stand beside the tables of `milestones.duckdb`.

CREATE VIEW cited_milestones AS
SELECT
    milestones.*,
    evidence.quote,
    evidence.source_url,
    evidence.publisher,
    evidence.published_on
FROM milestones
LEFT JOIN (
    SELECT milestone_id, quote, source_url, publisher, published_on
    FROM milestone_evidence
    QUALIFY row_number() OVER (
        PARTITION BY milestone_id
        ORDER BY event_date_precision <> 'day' NULLS LAST, date_basis <> 'stated' NULLS LAST, published_on, evidence_id
    ) = 1
) AS evidence USING (milestone_id);
COMMENT ON VIEW cited_milestones IS 'Each milestone with the one quotation that dates it best, and where it stands.';

CREATE MACRO product_named(search) AS TABLE
SELECT DISTINCT products.*
FROM products
JOIN product_names USING (product_id)
WHERE product_names.name_key = regexp_replace(lower(search), '[^[:alnum:]\p{L}]', '', 'g')
   OR lower(search) IN (products.product_id, split_part(lower(products.inn), ' ', 1));

CREATE VIEW searchable_milestones AS
SELECT
    milestones.*,
    products.modality,
    products.scope,
    products.target,
    strip_accents(lower(concat_ws(' ', milestones.product, names.listed, replace(modality, '_', ' '), modality, target))) AS product_text,
    strip_accents(lower(concat_ws(' ', indication, indications.name, list_aggregate(synonyms, 'string_agg', ' ')))) AS indication_text,
    strip_accents(lower(concat_ws(' ', jurisdiction, agency, agencies.name, company))) AS place_text,
    strip_accents(lower(concat_ws(' ', replace(milestone_type, '_', ' '), designation, outcome, application_type))) AS step_text,
    concat_ws(' ', product_text, indication_text, place_text, step_text) AS search_text
FROM milestones
JOIN products USING (product_id)
LEFT JOIN (
    SELECT product_id, string_agg(name, ' ' ORDER BY name_key) AS listed FROM product_names GROUP BY product_id
) AS names USING (product_id)
LEFT JOIN indications USING (indication_id)
LEFT JOIN (SELECT agency_id AS agency, name FROM agencies) AS agencies USING (agency);
COMMENT ON VIEW searchable_milestones IS 'Milestones with class of product and with texts to search: every name of product and disease, lower case, without accents.';

CREATE MACRO milestones_as_of(day) AS TABLE
SELECT * EXCLUDE (believed_from, believed_until)
FROM milestone_history
WHERE believed_from <= day AND (believed_until IS NULL OR believed_until > day);

CREATE MACRO milestone_now(identifier) AS TABLE
SELECT milestones.*
FROM milestones
WHERE milestone_id = coalesce(
    (SELECT redirects_to FROM milestone_redirects WHERE milestone_redirects.milestone_id = identifier), identifier
);

CREATE MACRO period_end(first_day, length) AS CAST(
    CASE length
        WHEN 'month' THEN last_day(first_day)
        WHEN 'quarter' THEN first_day + INTERVAL 3 MONTH - INTERVAL 1 DAY
        WHEN 'half' THEN first_day + INTERVAL 6 MONTH - INTERVAL 1 DAY
        WHEN 'year' THEN first_day + INTERVAL 1 YEAR - INTERVAL 1 DAY
        ELSE first_day
    END AS DATE
);

CREATE VIEW indication_ancestors AS
WITH RECURSIVE above AS (
    SELECT indication_id, indication_id AS ancestor_id FROM indications
    UNION
    SELECT above.indication_id, indications.parent_id
    FROM above
    JOIN indications ON indications.indication_id = above.ancestor_id
    WHERE indications.parent_id IS NOT NULL
)
SELECT * FROM above;
COMMENT ON VIEW indication_ancestors IS 'Each disease with itself and every disease that it is a kind of.';

CREATE MACRO same_or_kind_of(disease, ancestor) AS
    disease = ancestor OR EXISTS (
        FROM indication_ancestors
        WHERE indication_ancestors.indication_id = disease AND indication_ancestors.ancestor_id = ancestor
    );

CREATE MACRO disease_named(search) AS TABLE
SELECT *
FROM indications
WHERE lower(search) IN (indication_id, area, lower(name))
   OR list_contains(list_transform(synonyms, lambda word: lower(word)), lower(search))
   OR indication_id IN (
        SELECT mapped.indication_id
        FROM indication_mappings AS mapped
        WHERE lower(mapped.object_id) = lower(search) AND mapped.predicate_id = 'skos:exactMatch'
   );

CREATE VIEW mondo_diseases AS
SELECT indication_id, object_id AS mondo_id, object_label AS mondo_label, predicate_id
FROM indication_mappings
WHERE starts_with(object_id, 'MONDO:')
QUALIFY row_number() OVER (
    PARTITION BY indication_id
    ORDER BY list_position(['skos:exactMatch', 'skos:closeMatch', 'skos:broadMatch', 'skos:narrowMatch'], predicate_id),
        confidence DESC, object_id
) = 1;
COMMENT ON VIEW mondo_diseases IS 'For each disease the MONDO concept nearest to it: the same, else nearly the same, else a wider, else a narrower one.';
