-- The life of a product (any of its names) in the order of its steps, each with the sentence that proves it.
-- Example: product=Fucaso
SELECT
    event_date, event_date_precision AS precision, milestone_type, jurisdiction, agency, designation, outcome,
    indication, goal_date, evidence_level, confidence, review_status, quote, source_url
FROM cited_milestones
WHERE product_id IN (SELECT product_id FROM product_named(getvariable('product')))
ORDER BY event_date NULLS LAST, milestone_type;
