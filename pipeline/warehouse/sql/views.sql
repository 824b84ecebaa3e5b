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
   OR products.product_id = lower(search);
