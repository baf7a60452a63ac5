-- Which names do brackets of the scope give to units?
SELECT o.unit, o.name
FROM asked_section q
JOIN other_name o ON o.section = q.section
JOIN section s ON s.id = o.section
JOIN asked_notice an ON an.notice = s.notice
ORDER BY an.position, o.section, o.seq
