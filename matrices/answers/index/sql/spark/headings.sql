-- Under which headings do the groups of a workload stand?
SELECT
  n.id,
  an.position,
  n.code,
  j.name,
  n.title,
  s.id,
  s.no,
  s.title
FROM asked_notice AS an
JOIN notice AS n
  ON n.id = an.notice
JOIN jurisdiction AS j
  ON j.id = n.jurisdiction
JOIN section AS s
  ON s.notice = n.id
ORDER BY
  an.position,
  s.id
