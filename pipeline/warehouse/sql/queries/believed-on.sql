-- What this dataset would have said of a product (any of its names) on a day (`day`, YYYY-MM-DD), from the sources known
-- by then.
-- Example: product=Fucaso day=2025-03-01
SELECT event_date, event_date_precision AS precision, milestone_type, jurisdiction, designation, outcome, indication,
    goal_date, source_count, confidence, review_status, milestone_id
FROM milestones_as_of(CAST(getvariable('day') AS DATE))
WHERE product_id IN (SELECT product_id FROM product_named(getvariable('product')))
ORDER BY event_date NULLS LAST, milestone_type, milestone_id;
