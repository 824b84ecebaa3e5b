-- Authorisations that ended, with the reason as far as quoted words tell it, and the days on the market.
SELECT
    product, jurisdiction, company, indication, granted_as, granted_on, granted_precision, ended_on, ended_precision,
    end_reason, days_on_label, ended_by
FROM authorisations
WHERE ended_by IS NOT NULL
ORDER BY ended_on NULLS LAST, product, jurisdiction, authorisation_id;
