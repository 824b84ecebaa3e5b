-- The sentences behind a milestone (`milestone`; an identifier that gave way leads on), with source, both dates and what
-- each says of the day.
-- Example: milestone=ms-lv7n2mrbhx2q
SELECT quote, publisher, source_url, published_on, retrieved_at, event_date, event_date_precision AS precision, date_basis,
    document_id, register_entry_id
FROM milestone_evidence
WHERE milestone_id = coalesce(
    (SELECT redirects_to FROM milestone_redirects WHERE milestone_id = getvariable('milestone')), getvariable('milestone')
)
ORDER BY published_on NULLS LAST, document_id, char_start;
