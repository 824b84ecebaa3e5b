-- Where the labels of one product differ between two jurisdictions (`here`, `there`): disease, lines of treatment, age
-- group, legal kind; and diseases on one label alone. A disease is compared with the same one on the other label, else
-- with one that is a kind of it, or of which it is a kind. As far as told: an approval of several uses at once shows the first.
-- Example: here=US there=EU
WITH labels AS (
    SELECT product_id, any_value(product) AS product, jurisdiction, indication_id AS disease,
        min(prior_lines_min) AS lines, list(DISTINCT population ORDER BY population) FILTER (population IS NOT NULL) AS populations,
        list(DISTINCT CASE WHEN converted_by IS NULL THEN granted_as ELSE 'full' END) AS standing
    FROM authorisations
    WHERE ended_by IS NULL AND indication_id IS NOT NULL
      AND jurisdiction IN (getvariable('here'), getvariable('there'))
    GROUP BY ALL
), related AS (
    SELECT here, there
    FROM labels AS here
    JOIN labels AS there ON here.product_id = there.product_id
        AND (same_or_kind_of(here.disease, there.disease) OR same_or_kind_of(there.disease, here.disease))
    WHERE here.jurisdiction = getvariable('here') AND there.jurisdiction = getvariable('there')
), pairs AS (
    FROM related
    QUALIFY here.disease = there.disease OR (
        NOT bool_or(here.disease = there.disease) OVER (PARTITION BY here.product_id, here.disease)
        AND NOT bool_or(here.disease = there.disease) OVER (PARTITION BY here.product_id, there.disease)
    )
), sides AS (
    FROM pairs
    UNION ALL
    SELECT labels, NULL FROM labels
    WHERE jurisdiction = getvariable('here') AND labels NOT IN (SELECT here FROM related)
    UNION ALL
    SELECT NULL, labels FROM labels
    WHERE jurisdiction = getvariable('there') AND labels NOT IN (SELECT there FROM related)
)
SELECT coalesce(here.product, there.product) AS product, here.disease AS disease_here, there.disease AS disease_there,
    here.lines AS lines_here, there.lines AS lines_there, here.populations AS population_here,
    there.populations AS population_there, here.standing AS standing_here, there.standing AS standing_there
FROM sides
WHERE coalesce(here.product_id, there.product_id) IN (
    SELECT product_id FROM labels GROUP BY product_id HAVING count(DISTINCT jurisdiction) = 2
)
  AND (here.disease IS DISTINCT FROM there.disease OR here.lines <> there.lines
       OR here.populations <> there.populations OR here.standing <> there.standing)
ORDER BY product, disease_here NULLS LAST, disease_there NULLS LAST;
