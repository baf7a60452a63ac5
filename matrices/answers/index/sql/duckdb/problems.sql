-- What was found wrong in the files?
SELECT
  f.root,
  f.path,
  p.line,
  p.col,
  p.code,
  p.name,
  p.severity,
  p.vals
FROM problem AS p
JOIN file AS f
  ON f.id = p.file
ORDER BY
  p.line NULLS FIRST,
  p.col NULLS FIRST,
  p.code NULLS FIRST,
  p.source NULLS FIRST,
  p.jurisdiction NULLS FIRST,
  p.seq NULLS FIRST,
  f.position NULLS FIRST
