-- What do the asked units own: every part of theirs in the tasks of the scope, lead first inside
-- each notice, what comes through collectives last?
WITH part AS (
    SELECT a.task, a.unit, a.role, a.basis, 0 AS layer, a.seq, 0 AS via
    FROM asked_unit w CROSS JOIN assignment a
    WHERE a.unit = w.unit AND (a.readings & :reading) <> 0 AND (a.role & :roles) <> 0
    UNION ALL
    SELECT r.task, r.unit, r.role, r.basis, 1 AS layer, r.seq, r.via
    FROM asked_unit w CROSS JOIN reached r
    WHERE r.unit = w.unit AND (r.readings & :reading) <> 0 AND (r.role & :roles) <> 0
)
SELECT t.code, t.label, n.code, j.name, u.name, p.role, p.basis, COALESCE(v.name, '') AS via,
    t.names
FROM part p
CROSS JOIN task t
JOIN asked_notice an ON an.notice = t.notice
JOIN notice n ON n.id = t.notice
JOIN unit u ON u.id = p.unit
JOIN jurisdiction j ON j.id = u.jurisdiction
LEFT JOIN unit v ON v.id = p.via
WHERE t.id = p.task AND (t.readings & :reading) <> 0 AND t.repeats = 0
    AND EXISTS (SELECT 1 FROM asked_section q WHERE q.section = t.section)
ORDER BY an.position, CASE WHEN p.basis = :collective THEN 1 ELSE 0 END, p.role, t.id, p.layer,
    p.seq
