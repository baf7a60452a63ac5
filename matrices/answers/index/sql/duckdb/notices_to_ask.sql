-- Which notices are there to choose a scope from?
SELECT
  n.id,
  n.code,
  n.jurisdiction,
  j.name,
  n.period,
  f.position
FROM notice AS n
JOIN file AS f
  ON f.id = n.file
JOIN jurisdiction AS j
  ON j.id = n.jurisdiction
ORDER BY
  f.position NULLS FIRST
