-- Where the labels of one product for one disease differ between two jurisdictions (`here`, `there`): lines of treatment,
-- age group, legal kind; and diseases on one label alone.
-- Example: here=US there=EU
WITH standing AS (
    SELECT product_id, any_value(product) AS product, jurisdiction, indication_id, min(prior_lines_min) AS lines,
        list(DISTINCT population ORDER BY population) AS populations,
        list(DISTINCT CASE WHEN converted_by IS NULL THEN granted_as ELSE 'full' END) AS standing
    FROM authorisations
    WHERE ended_by IS NULL AND indication_id IS NOT NULL
      AND jurisdiction IN (getvariable('here'), getvariable('there'))
    GROUP BY ALL
), sides AS (
    SELECT coalesce(here.product_id, there.product_id) AS product_id, coalesce(here.product, there.product) AS product,
        coalesce(here.indication_id, there.indication_id) AS disease, here.product_id IS NOT NULL AS on_label_here,
        there.product_id IS NOT NULL AS on_label_there, here.lines AS lines_here, there.lines AS lines_there,
        here.populations AS population_here, there.populations AS population_there,
        here.standing AS standing_here, there.standing AS standing_there
    FROM (FROM standing WHERE jurisdiction = getvariable('here')) AS here
    FULL JOIN (FROM standing WHERE jurisdiction = getvariable('there')) AS there USING (product_id, indication_id)
)
SELECT * EXCLUDE (product_id)
FROM sides
WHERE product_id IN (SELECT product_id FROM standing GROUP BY product_id HAVING count(DISTINCT jurisdiction) = 2)
  AND (NOT on_label_here OR NOT on_label_there OR lines_here <> lines_there
       OR population_here <> population_there OR standing_here <> standing_there)
ORDER BY product, disease;
