-- Names that no list holds or that several bear, and provisional products, by how often they are told.
SELECT kind, name, reason, count(*) AS told, any_value(candidates) AS candidates,
    count(DISTINCT coalesce(mention_id, register_entry_id)) AS tellings
FROM name_links
WHERE reason IN ('unknown', 'ambiguous', 'provisional')
GROUP BY kind, name, reason
ORDER BY kind DESC, told DESC, name;
