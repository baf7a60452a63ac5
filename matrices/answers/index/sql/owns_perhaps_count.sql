-- How many tasks are those of owns_perhaps?
WITH mine AS (
    SELECT a.task FROM asked_unit w CROSS JOIN assignment a
    WHERE a.unit = w.unit AND (a.readings & :reading) <> 0
    UNION
    SELECT r.task FROM asked_unit w CROSS JOIN reached r
    WHERE r.unit = w.unit AND (r.readings & :reading) <> 0
), through AS (
    SELECT a.task, MIN(a.seq) AS seq
    FROM asked_holder h CROSS JOIN unit c CROSS JOIN assignment a
    WHERE c.jurisdiction = h.jurisdiction AND c.id <> h.unit AND a.unit = c.id
        AND c.of_townships = CASE WHEN h.kind = :township THEN 1 ELSE 0 END
        AND h.kind IN (:agency, :township)
        AND a.unknown = 1 AND (a.readings & :reading) <> 0 AND (a.role & :roles) <> 0
    GROUP BY a.task
)
SELECT COUNT(*) AS tasks
FROM through h
CROSS JOIN task t
WHERE t.id = h.task AND (t.readings & :reading) <> 0 AND t.repeats = 0
    AND EXISTS (SELECT 1 FROM asked_section q WHERE q.section = t.section)
    AND h.task NOT IN (SELECT task FROM mine)
