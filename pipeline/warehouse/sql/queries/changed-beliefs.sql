-- What was believed of a milestone (`milestone`), and from when until when: dates, status and sources as they came in.
-- Example: milestone=ms-lv7n2mrbhx2q
SELECT believed_from, believed_until, event_date, event_date_precision AS precision, date_basis, indication,
    evidence_level, source_count, confidence, review_status
FROM milestone_history
WHERE milestone_id = coalesce(
    (SELECT redirects_to FROM milestone_redirects WHERE milestone_id = getvariable('milestone')), getvariable('milestone')
)
ORDER BY believed_from;
