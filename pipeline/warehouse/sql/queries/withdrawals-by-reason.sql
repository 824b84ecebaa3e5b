-- Products taken off a market, by reason: how many, and the median days on it where both ends are known to the day.
WITH markets AS (
    SELECT product_id, jurisdiction, max(days_on_label) AS days_on_market, min(end_reason) AS reason
    FROM authorisations
    GROUP BY product_id, jurisdiction
    HAVING count(*) = count(ended_by)
)
SELECT reason, count(*) AS markets, count(days_on_market) AS with_days, median(days_on_market) AS median_days,
    list(product_id || ' ' || jurisdiction ORDER BY product_id, jurisdiction) AS which
FROM markets
GROUP BY reason
ORDER BY markets DESC, reason;
