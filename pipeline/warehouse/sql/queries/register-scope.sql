-- Records of registers that were taken although the register's own flag does not call them cell or gene therapies.
SELECT DISTINCT source_id, record_id, product, product_names, status, selected_by
FROM register_entries
WHERE flagged = false
ORDER BY source_id, record_id;
