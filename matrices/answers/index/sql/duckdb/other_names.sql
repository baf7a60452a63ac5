-- Which names do brackets of the scope give to units?
SELECT
  o.unit,
  o.name
FROM asked_section AS q
JOIN other_name AS o
  ON o.section = q.section
JOIN section AS s
  ON s.id = o.section
JOIN asked_notice AS an
  ON an.notice = s.notice
ORDER BY
  an.position NULLS FIRST,
  o.section NULLS FIRST,
  o.seq NULLS FIRST
