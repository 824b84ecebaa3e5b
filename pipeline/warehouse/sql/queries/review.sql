-- What wants a human eye, most valuable first: contradictions, unlawful sequences, provisional products, approvals without
-- a date, low confidence. Worth is the weight of the reason times that of the step; register proof and review take it away.
WITH weights AS (
    SELECT
        milestones.*,
        CASE milestone_type
            WHEN 'approval' THEN 1.0 WHEN 'authorisation_withdrawal' THEN 1.0 WHEN 'refusal' THEN 1.0
            WHEN 'complete_response' THEN 0.9 WHEN 'application_withdrawal' THEN 0.8 WHEN 'opinion' THEN 0.7
            WHEN 'submission' THEN 0.6 WHEN 'acceptance' THEN 0.6 WHEN 'resubmission' THEN 0.6
            WHEN 'designation' THEN 0.5 ELSE 0.4
        END AS step_weight
    FROM milestones
    WHERE review_status NOT IN ('reviewed', 'corrected')
), grounds AS (
    SELECT milestone_id, 'conflict' AS reason, 1.0 AS weight,
        list(kind || ': ' || accepted_value || ' against ' || other_value ORDER BY kind, other_value) AS details
    FROM milestone_conflicts GROUP BY milestone_id
    UNION ALL
    SELECT coalesce(decided_by, first_step), 'unlawful sequence', 0.9, breaches
    FROM applications
    JOIN (SELECT application_id, arg_min(milestone_id, position) AS first_step FROM application_steps GROUP BY ALL) AS steps
        USING (application_id)
    WHERE len(breaches) > 0
    UNION ALL
    SELECT milestone_id, 'provisional product', 0.7, [product]
    FROM milestones JOIN products USING (product_id) WHERE products.status = 'provisional'
    UNION ALL
    SELECT milestone_id, 'no date', 0.5, []
    FROM milestones WHERE event_date IS NULL AND milestone_type IN ('approval', 'refusal', 'authorisation_withdrawal')
    UNION ALL
    SELECT milestone_id, 'withdrawal of what was never granted', 0.8, []
    FROM milestones
    WHERE milestone_type = 'authorisation_withdrawal'
      AND milestone_id NOT IN (SELECT ended_by FROM authorisations WHERE ended_by IS NOT NULL)
    UNION ALL
    SELECT milestone_id, 'low confidence', 0.6 * (1 - confidence), ['confidence ' || confidence]
    FROM milestones WHERE confidence < 0.75
)
SELECT
    round(max(weight * step_weight), 3) AS worth, list(reason ORDER BY weight DESC, reason) AS reasons,
    flatten(list(details ORDER BY weight DESC, reason)) AS details, any_value(product) AS product,
    any_value(jurisdiction) AS jurisdiction, any_value(milestone_type) AS milestone_type,
    any_value(event_date) AS event_date, any_value(event_date_precision) AS precision,
    any_value(indication) AS indication, any_value(confidence) AS confidence, milestone_id
FROM weights JOIN grounds USING (milestone_id)
GROUP BY milestone_id
ORDER BY worth DESC, len(reasons) DESC, confidence, product, milestone_id;
