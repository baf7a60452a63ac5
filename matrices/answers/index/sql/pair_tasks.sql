-- Which tasks do the units of the asked pairs share?
SELECT DISTINCT p.first, p.second, an.position, t.id, t.code
FROM asked_pair p CROSS JOIN assignment x CROSS JOIN assignment y CROSS JOIN task t
JOIN asked_notice an ON an.notice = t.notice
WHERE x.unit = p.first AND y.task = x.task AND y.unit = p.second AND t.id = x.task
    AND (x.readings & :reading) <> 0 AND (y.readings & :reading) <> 0
    AND (x.role & :roles) <> 0 AND (y.role & :roles) <> 0
    AND x.kind IN (:agency, :township) AND y.kind IN (:agency, :township)
    AND (t.readings & :reading) <> 0 AND t.repeats = 0
    AND EXISTS (SELECT 1 FROM asked_section q WHERE q.section = t.section)
ORDER BY an.position, t.id, p.first, p.second
