-- Which names do brackets of the scope give to units?
SELECT
  o.unit,
  o.name
FROM asked_section AS q
CROSS JOIN other_name AS o
CROSS JOIN section AS s
JOIN asked_notice AS an
  ON an.notice = s.notice
WHERE
  o.section = q.section AND s.id = o.section
ORDER BY
  an.position,
  o.section,
  o.seq
