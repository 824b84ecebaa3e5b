-- Products with an approval in one jurisdiction (`here`) and none in another (`there`), such as CN and US, with what is
-- told of them there.
-- Example: here=CN there=US
SELECT
    product_id, any_value(product) AS product, min(granted_on) AS first_approval_here,
    count(*) FILTER (WHERE ended_by IS NULL) AS uses_standing_here,
    (
        SELECT list(DISTINCT milestone_type ORDER BY milestone_type)
        FROM milestones
        WHERE milestones.product_id = authorisations.product_id AND milestones.jurisdiction = getvariable('there')
    ) AS told_there
FROM authorisations
WHERE jurisdiction = getvariable('here')
  AND product_id NOT IN (SELECT product_id FROM authorisations WHERE jurisdiction = getvariable('there'))
GROUP BY product_id
ORDER BY first_approval_here NULLS LAST, product_id;
