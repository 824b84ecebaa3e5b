-- What curators changed or confirmed: the value of the sources beside the one that stands, with reason and source.
SELECT authored_on, correction_id, milestone_id, kind, field, original_value, corrected_value, reason, source_url, author
FROM corrections
ORDER BY authored_on, correction_id, field;
