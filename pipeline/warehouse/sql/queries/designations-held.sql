-- Expedited and orphan statuses of a product (any of its names): granted, and how they ended.
-- Example: product=Kymriah
SELECT jurisdiction, designation, indication, granted_on, granted_precision, ended_on, ended_precision, end_reason
FROM designations
WHERE product_id IN (SELECT product_id FROM product_named(getvariable('product')))
ORDER BY granted_on NULLS LAST, jurisdiction, designation, designation_id;
