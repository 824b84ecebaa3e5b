-- The publishers and registers that were read: kind, documents and register entries, last capture, terms, and what each leaves out.
SELECT source_id, name, kind, document_count, entry_count, last_capture, licence, misses
FROM sources
WHERE document_count > 0 OR entry_count > 0 OR kind = 'register'
ORDER BY document_count + entry_count DESC, source_id;
