-- Reviews with a goal date and no later decision in this release, the next goal date first.
WITH reviews AS (
    SELECT product_id, product, jurisdiction, agency, company, indication_id, indication, goal_date, event_date, milestone_id
    FROM milestones
    WHERE goal_date IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY product_id, jurisdiction, indication_id ORDER BY goal_date DESC, event_date DESC NULLS LAST, milestone_id
    ) = 1
)
SELECT product_id, product, jurisdiction, agency, company, indication, goal_date, milestone_id
FROM reviews
WHERE NOT EXISTS (
    FROM milestones AS decision
    WHERE decision.product_id = reviews.product_id
      AND decision.jurisdiction = reviews.jurisdiction
      AND decision.milestone_type IN ('approval', 'complete_response', 'refusal', 'application_withdrawal')
      AND (decision.event_date IS NULL OR decision.event_date >= coalesce(reviews.event_date, reviews.goal_date - INTERVAL 1 YEAR))
)
ORDER BY goal_date, product_id;
