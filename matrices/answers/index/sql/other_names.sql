-- Which names do brackets of the scope give to units?
SELECT o.unit, o.name
FROM asked_section q CROSS JOIN other_name o CROSS JOIN section s
JOIN asked_notice an ON an.notice = s.notice
WHERE o.section = q.section AND s.id = o.section
ORDER BY an.position, o.section, o.seq
