-- How complete the dataset is: found of expected per official list and published count, what is missing by name, and why a difference is seen.
SELECT
    agency, milestone_type, kind, reference, counted, counted_on, scope, found, expected, round(share, 3) AS share,
    missing, unlisted, documented_difference, note, source_url
FROM coverage
ORDER BY kind DESC, agency, reference_id;
