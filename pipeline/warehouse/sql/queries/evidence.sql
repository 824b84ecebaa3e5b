-- The sentences behind a milestone, with source, both dates and what each says of the day.
SELECT quote, publisher, source_url, published_on, retrieved_at, event_date, event_date_precision AS precision, date_basis
FROM milestone_evidence
WHERE milestone_id = getvariable('milestone')
ORDER BY published_on NULLS LAST, document_id, char_start;
