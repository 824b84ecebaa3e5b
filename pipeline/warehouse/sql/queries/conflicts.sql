-- Where sources contradict each other on a milestone: what is accepted, what speaks against it, and who takes each side.
SELECT product, jurisdiction, milestone_type, kind, accepted_value, other_value, accepted_sources, other_sources,
    milestone_id, other_milestone_id
FROM milestone_conflicts
JOIN milestones USING (milestone_id)
ORDER BY product, jurisdiction, milestone_type, kind, other_value;
