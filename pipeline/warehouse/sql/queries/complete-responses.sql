-- First review cycles of applications to the FDA by year of their beginning (submission, else acceptance): how many ended
-- in a complete response, how many are undecided.
WITH first_cycles AS (
    SELECT
        year(coalesce(applications.submitted_on, applications.accepted_on, application_cycles.ended_on)) AS year,
        application_cycles.ended_as
    FROM application_cycles
    JOIN applications USING (application_id)
    WHERE application_cycles.cycle = 1 AND applications.jurisdiction = 'US'
)
SELECT
    year, count(*) AS begun,
    count(*) FILTER (WHERE ended_as = 'approved') AS approved,
    count(*) FILTER (WHERE ended_as = 'complete_response') AS complete_responses,
    count(*) FILTER (WHERE ended_as NOT IN ('approved', 'complete_response')) AS ended_otherwise,
    count(*) FILTER (WHERE ended_as IS NULL) AS undecided,
    round(count(*) FILTER (WHERE ended_as = 'complete_response') / nullif(count(*) - count(*) FILTER (WHERE ended_as IS NULL), 0), 2) AS share_of_decided
FROM first_cycles
GROUP BY year
ORDER BY year NULLS LAST;
