-- How many tasks are those of owns_perhaps?
WITH mine AS (
    SELECT a.task FROM asked_unit w JOIN assignment a ON a.unit = w.unit
    WHERE (a.readings & :reading) <> 0
    UNION
    SELECT r.task FROM asked_unit w JOIN reached r ON r.unit = w.unit
    WHERE (r.readings & :reading) <> 0
), through AS (
    SELECT a.task, MIN(a.seq) AS seq
    FROM asked_unit w
    JOIN unit u ON u.id = w.unit
    JOIN unit c ON c.jurisdiction = u.jurisdiction AND c.id <> u.id
    JOIN assignment a ON a.unit = c.id
    WHERE u.mention_kind IN (:agency, :township)
        AND c.of_townships = CASE WHEN u.mention_kind = :township THEN 1 ELSE 0 END
        AND a.unknown = 1 AND (a.readings & :reading) <> 0 AND (a.role & :roles) <> 0
    GROUP BY a.task
)
SELECT COUNT(*) AS tasks
FROM through h
JOIN task t ON t.id = h.task
WHERE (t.readings & :reading) <> 0 AND t.repeats = 0
    AND t.section IN (SELECT section FROM asked_section)
    AND h.task NOT IN (SELECT task FROM mine)
