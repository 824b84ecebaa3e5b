-- Share of approvals by legal kind, agency and year.
WITH counted AS (
    SELECT agency, year(granted_on) AS year, granted_as, count(*) AS approvals
    FROM authorisations
    WHERE granted_on IS NOT NULL AND agency IS NOT NULL
    GROUP BY ALL
)
SELECT *, round(approvals / sum(approvals) OVER (PARTITION BY agency, year), 2) AS share
FROM counted
ORDER BY agency, year, approvals DESC, granted_as;
