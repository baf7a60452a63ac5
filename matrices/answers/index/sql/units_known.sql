-- Which of the asked units, or of all, does the scope know: by its registries or by its tasks?
SELECT u.id, j.name, u.name
FROM unit u JOIN jurisdiction j ON j.id = u.jurisdiction
WHERE (:everybody = 1 OR u.id IN (SELECT unit FROM asked_unit)) AND (
    (u.on_record = 1 AND u.jurisdiction IN (SELECT jurisdiction FROM asked_notice))
    OR EXISTS (SELECT 1 FROM unit_load l WHERE l.unit = u.id AND (l.readings & :reading) <> 0
        AND (l.behind & :unnamed) <> :unnamed
        AND EXISTS (SELECT 1 FROM asked_section q WHERE q.section = l.section))
    OR EXISTS (SELECT 1 FROM extended e WHERE e.unit = u.id
        AND EXISTS (SELECT 1 FROM asked_section q WHERE q.section = e.section))
)
ORDER BY j.name, u.name
