-- The applications of a product (any of its names): filing, goal dates, committee, cycles, decision, review days, and
-- breaches of the lawful sequence.
-- Example: product=tab-cel
SELECT jurisdiction, agency, application_type, supplement, indication, prior_lines_min, submitted_on, accepted_on,
    first_goal_date, goal_date, goal_date_moves, committee_on, committee_outcome, opinion_on, opinion_outcome, cycles,
    complete_responses, status, decided_on, decided_precision, review_days, days_past_goal, breaches, application_id
FROM applications
WHERE product_id IN (SELECT product_id FROM product_named(getvariable('product')))
ORDER BY jurisdiction, coalesce(submitted_on, accepted_on, decided_on) NULLS LAST, application_id;
