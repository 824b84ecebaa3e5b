-- Why a market came after the first one: days by which the application was filed later than the first anywhere, and
-- days by which its review took longer; only where submission and approval are known to the day.
WITH filed AS (
    SELECT product_id, product, jurisdiction, submitted_on, decided_on, review_days
    FROM applications
    WHERE status = 'approved' AND NOT supplement AND review_days IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY product_id, jurisdiction ORDER BY decided_on) = 1
), compared AS (
    SELECT
        *, first_value(jurisdiction) OVER by_decision AS first_jurisdiction,
        first_value(submitted_on) OVER by_decision AS first_submitted_on,
        first_value(review_days) OVER by_decision AS first_review_days,
        first_value(decided_on) OVER by_decision AS first_decided_on
    FROM filed
    WINDOW by_decision AS (PARTITION BY product_id ORDER BY decided_on, jurisdiction)
)
SELECT
    product, jurisdiction, first_jurisdiction, decided_on - first_decided_on AS lag_days,
    submitted_on - first_submitted_on AS filed_later_days, review_days - first_review_days AS reviewed_longer_days,
    CASE WHEN submitted_on - first_submitted_on >= review_days - first_review_days
         THEN 'late filing' ELSE 'slow review' END AS chiefly
FROM compared
WHERE jurisdiction <> first_jurisdiction
ORDER BY lag_days DESC, product, jurisdiction;
