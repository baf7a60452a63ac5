-- Which units are named in the scope or on record for its jurisdictions, and in how many tasks?
WITH counted AS (
    SELECT l.unit,
        SUM(CASE WHEN (l.role & :roles) <> 0 AND (l.behind & :behind) = 0
            THEN l.tasks ELSE 0 END) AS named,
        SUM(CASE WHEN (l.role & :roles & :lead) <> 0 THEN l.tasks ELSE 0 END) AS led
    FROM asked_section q CROSS JOIN unit_load l
    WHERE l.section = q.section AND (l.readings & :reading) <> 0
        AND (l.behind & :unnamed) <> :unnamed
    GROUP BY l.unit
), present AS (
    SELECT unit FROM counted
    UNION
    SELECT e.unit FROM asked_section q CROSS JOIN extended e
    WHERE e.section = q.section
    UNION
    SELECT u.id AS unit FROM unit u
    WHERE u.on_record = 1 AND u.jurisdiction IN (SELECT jurisdiction FROM asked_notice)
)
SELECT u.id, j.name, u.name, u.kind, u.mention_kind, u.aliases, u.duty, u.hosted_by,
    u.hosted_source, u.part_of, u.members, COALESCE(c.led, 0) AS led, COALESCE(c.named, 0) AS named
FROM present p
CROSS JOIN unit u
JOIN jurisdiction j ON j.id = u.jurisdiction
LEFT JOIN counted c ON c.unit = p.unit
WHERE u.id = p.unit
    AND (:only_named = 0 OR COALESCE(c.named, 0) > 0)
    AND (:any_kind = 1 OR u.kind IN (SELECT kind FROM asked_kind))
    AND (:pattern = '' OR INSTR(u.duty, :pattern) > 0
        OR EXISTS (SELECT 1 FROM unit_name n WHERE n.unit = u.id AND INSTR(n.name, :pattern) > 0)
        OR EXISTS (SELECT 1 FROM other_name o WHERE o.unit = u.id AND INSTR(o.name, :pattern) > 0
            AND EXISTS (SELECT 1 FROM asked_section q WHERE q.section = o.section)))
ORDER BY j.name, named DESC, u.name
