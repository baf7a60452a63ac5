-- Which notices were read, and what do their catalogs hold?
SELECT n.code, n.title, n.number, n.issuer, j.name, n.issued, n.period, n.lead_rule,
    n.lead_rule_by, n.lead_rule_basis, n.covers, n.left_out, f.root, f.path,
    COALESCE(c.tasks, 0) AS tasks, COALESCE(c.repeats, 0) AS repeats,
    COALESCE(c.with_units, 0) AS with_units, COALESCE(c.led, 0) AS led,
    COALESCE(c.orphans, 0) AS orphans, COALESCE(k.units, 0) AS units
FROM asked_notice an
JOIN notice n ON n.id = an.notice
JOIN file f ON f.id = n.file
JOIN jurisdiction j ON j.id = n.jurisdiction
LEFT JOIN (
    SELECT t.notice, SUM(1 - t.repeats) AS tasks, SUM(t.repeats) AS repeats,
        SUM(CASE WHEN t.repeats = 0 AND t.roles <> 0 THEN 1 ELSE 0 END) AS with_units,
        SUM(CASE WHEN t.repeats = 0 AND (t.traits & :led) <> 0 THEN 1 ELSE 0 END) AS led,
        SUM(CASE WHEN t.repeats = 0 AND t.reason <> 0
            AND (:filtered = 0 OR (t.asked_roles & :roles) <> 0) THEN 1 ELSE 0 END) AS orphans
    FROM task t
    WHERE (t.readings & :reading) <> 0 AND t.section IN (SELECT section FROM asked_section)
    GROUP BY t.notice
) c ON c.notice = n.id
LEFT JOIN (
    SELECT s.notice, COUNT(DISTINCT l.unit) AS units
    FROM asked_section q CROSS JOIN section s CROSS JOIN unit_load l
    WHERE s.id = q.section AND l.section = s.id AND (l.readings & :reading) <> 0
        AND (l.behind & :unnamed) <> :unnamed
    GROUP BY s.notice
) k ON k.notice = n.id
ORDER BY an.position
