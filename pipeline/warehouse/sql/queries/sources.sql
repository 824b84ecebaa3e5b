-- The publishers that were read: kind, documents, last capture, terms, and what each leaves out.
SELECT source_id, name, kind, document_count, last_capture, licence, misses
FROM sources
WHERE document_count > 0
ORDER BY document_count DESC, source_id;
