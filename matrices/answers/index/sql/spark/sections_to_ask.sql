-- Which sections have the notices of the scope?
SELECT
  s.id,
  n.code,
  s.no,
  s.title
FROM asked_notice AS an
JOIN notice AS n
  ON n.id = an.notice
JOIN section AS s
  ON s.notice = n.id
ORDER BY
  an.position,
  s.id
